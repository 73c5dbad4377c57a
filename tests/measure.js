// What the tests ask of a page: where things stand, in CSS pixels, and which of them stand badly.

function told(element) {
  const text = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60);
  const name = element.tagName.toLowerCase() + (element.id ? "#" + element.id.slice(0, 60) : "") +
    (element.classList.length ? "." + [...element.classList].join(".") : "");
  return `${name} “${text}”`;
}

// Text for screen readers alone, and what is not shown at all.
function unseen(element) {
  if (!element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true})) return true;
  for (let one = element; one && one !== document.body; one = one.parentElement) {
    if (getComputedStyle(one).position === "absolute") {
      const box = one.getBoundingClientRect();
      return box.width <= 1 || box.height <= 1 || box.right <= 0;
    }
  }
  return false;
}

function scrolls(element) {
  return /auto|scroll/.test(getComputedStyle(element).overflowX);
}

// A wide thing may scroll by itself if the keyboard can scroll it and a screen reader is told what it is.
function inScroller(element) {
  for (let one = element; one && one !== document.body; one = one.parentElement) {
    if (scrolls(one) && one.tabIndex >= 0 && (one.ariaLabel || one.getAttribute("aria-labelledby"))) return true;
  }
  return false;
}

// Everything that makes the page scroll sideways, or that would if the page did not hide it.
function overflowing() {
  const wide = document.documentElement.clientWidth;
  const found = [];
  for (const root of [document.documentElement, document.body]) {
    if (/hidden|clip/.test(getComputedStyle(root).overflowX)) found.push(told(root) + " hides what overflows");
  }
  if (document.scrollingElement.scrollWidth > wide) {
    found.push(`the page is ${document.scrollingElement.scrollWidth} wide in a window of ${wide}`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if ((box.right > wide + 1 || box.left < -1) && !unseen(element) && !inScroller(element)) {
      found.push(`${told(element)} from ${Math.round(box.left)} to ${Math.round(box.right)} of ${wide}`);
    }
  }
  return found.slice(0, 8);
}

// Boxes that cut off what is in them, and words of pictures that lie outside the picture.
function clipped() {
  const found = [];
  for (const element of document.body.querySelectorAll("*:not(svg *)")) {
    const style = getComputedStyle(element);
    const cuts = /hidden|clip/.test(style.overflowX + style.overflowY) || style.textOverflow === "ellipsis" ||
      style.webkitLineClamp !== "none";
    const over = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    if (cuts && over && element.tagName !== "svg" && !unseen(element)) found.push(told(element));
    if (scrolls(element) && element.scrollWidth > element.clientWidth + 1 && !inScroller(element) &&
        !/INPUT|SELECT|TEXTAREA/.test(element.tagName)) found.push(told(element) + " scrolls without the keyboard");
  }
  for (const picture of document.querySelectorAll("svg")) {
    const frame = picture.getBoundingClientRect();
    for (const word of picture.querySelectorAll("text")) {
      const box = word.getBoundingClientRect();
      if (!box.width) continue;
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 ||
          box.bottom > frame.bottom + 1) found.push("outside its picture: " + told(word));
    }
  }
  return found.slice(0, 8);
}

// How far two boxes lie over one another; text boxes are taller than their letters, so a fifth of the height is free.
function overlap(a, b) {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > 1 && down > 0.25 * Math.min(a.bottom - a.top, b.bottom - b.top);
}

// Pairs among boxes in the order of their tops; each is [box, words, owner], and one owner's own boxes may touch.
function colliding(boxes) {
  boxes.sort((a, b) => a[0].top - b[0].top);
  const found = [];
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length && boxes[j][0].top < boxes[i][0].bottom; j++) {
      if (boxes[i][2] !== boxes[j][2] && overlap(boxes[i][0], boxes[j][0])) {
        found.push(`“${boxes[i][1].slice(0, 60)}” over “${boxes[j][1].slice(0, 60)}”`);
        if (found.length >= 8) return found;
      }
    }
  }
  return found;
}

function overlappingLabels() {
  const found = [];
  for (const picture of document.querySelectorAll("svg")) {
    const words = [...picture.querySelectorAll("text")].filter((one) => one.getBoundingClientRect().width);
    found.push(...colliding(words.map((one) => [one.getBoundingClientRect(), one.textContent, one])));
  }
  return found.slice(0, 8);
}

// Lines of text of different places that lie over one another. Pages of endless words have too many lines to compare.
function overlappingText() {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || node.parentElement.closest("svg, script, style") || unseen(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1) boxes.push([box, node.data.trim(), node]);
    if (boxes.length > 5000) return [];
  }
  return colliding(boxes);
}

// All that stands badly, as the page is and with everything unfolded.
function faults() {
  const looks = [overflowing, clipped, overlappingLabels, overlappingText];
  const found = looks.flatMap((look) => look());
  const folded = [...document.querySelectorAll("details:not([open])")];
  if (!folded.length || found.length) return found;
  folded.forEach((one) => { one.open = true; });
  return looks.flatMap((look) => look()).map((fault) => `unfolded: ${fault}`);
}

// Top and bottom of the first visible part of each name inside a section, from the top of the window.
function parts(section, names) {
  const root = document.getElementById(section);
  return Object.fromEntries(names.map((name) => {
    const part = root.querySelector(`[data-part="${name}"]`);
    if (!part || unseen(part)) return [name, null];
    const box = part.getBoundingClientRect();
    return [name, [box.top, box.bottom]];
  }));
}

const FOCUSABLE = "a[href], summary, button, input, select, textarea, [tabindex]:not([tabindex='-1'])";

// What the keyboard has to reach, in the order of the page.
function stops() {
  const all = [...document.querySelectorAll(FOCUSABLE)].filter(
    (one) => one.checkVisibility({checkVisibilityCSS: true, contentVisibilityAuto: true}) && !one.disabled);
  all.forEach((one, number) => { one.dataset.stop = number; });
  return all.map(told);
}

// Where the focus is: the number of the stop, and what is wrong with how it shows.
function focus() {
  const one = document.activeElement;
  if (!one || one === document.body) return {stop: -1, wrong: ""};
  const style = getComputedStyle(one);
  const boxes = [...one.getClientRects()];
  const shown = (box) => box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const seen = boxes.filter(shown);
  let wrong = "";
  if (!one.matches(":focus-visible") || style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
    wrong = "no outline";
  } else if (!seen.length) {
    wrong = "outside the window";
  } else if (!seen.some((box) => {
    const top = document.elementFromPoint(
      Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
      Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
    return top && (one.contains(top) || top.contains(one));
  })) {
    wrong = "covered by something";
  }
  return {stop: Number(one.dataset.stop ?? -2), wrong};
}

// What a page of this program never holds, whatever the dossier says.
function foreign() {
  const found = [...document.querySelectorAll("iframe, object, embed, img, base, form, link, audio, video")].map(told);
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of element.attributes) {
      if (/^on/i.test(name)) found.push(`${told(element)} has ${name}`);
      if (/^(href|src|xlink:href|action)$/i.test(name) && !/^(#|[^:/?#]+\.html(#|$)|https?:\/\/|mailto:)/i.test(value)) {
        found.push(`${told(element)} leads to ${value.slice(0, 80)}`);
      }
    }
  }
  if (window.hacked !== undefined) found.push("a script of the dossier ran");
  return found;
}
