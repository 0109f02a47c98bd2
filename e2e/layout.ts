import type { Page } from 'playwright/test';

/**
 * What a designer would mark on the page as it stands, one line each: text that leaves the box that clips it, text upon
 * text, controls upon controls, a figure or label cut short, what scrolls sideways, a size that is none of ours. Panels
 * above the page are judged by themselves; what is scrolled out of sight is not judged.
 */
export async function layoutFaults(window: Page): Promise<readonly string[]> {
  return window.evaluate(inPage);
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
interface Seen {
  readonly element: Element;
  readonly rect: Rect;
  /** What floats above the rest, or sticks to an edge, is a picture of its own. */
  readonly layer: Element;
}

/** Everything below runs in the page and may name only what stands here. */
const parts = [
  findFaults,
  shownRoot,
  words,
  nameOf,
  isHidden,
  isThere,
  layerOf,
  seenPart,
  clipsOf,
  overlap,
  textFaults,
  linesOf,
  sizeFault,
  pairFaults,
  isShort,
  extentOf,
  shortFaults,
  sidewaysFaults,
];
const inPage = `(() => { ${parts.map(String).join('\n')} return findFaults(); })()`;

function findFaults(): readonly string[] {
  const texts: Seen[] = [];
  const root = shownRoot();
  const controls = [
    ...root.querySelectorAll('button, a[href], input, select, textarea, summary'),
  ].flatMap((element) => {
    if (isHidden(element)) return [];
    const rect = seenPart(element.getBoundingClientRect(), element, () => undefined);
    return isThere(rect) ? [{ element, rect, layer: layerOf(element) }] : [];
  });
  const all = [
    ...textFaults(texts),
    // Lines of letters may touch: accents and tails reach into the room between them.
    ...pairFaults('text upon text', texts, 5),
    ...pairFaults('a control upon a control', controls, 1.5),
    ...shortFaults(),
    ...sidewaysFaults(),
  ];
  return [...new Set(all)].slice(0, 40);
}

/** A modal dialog is all that is to be judged while it is open. */
function shownRoot(): Element {
  return document.querySelector('dialog[open]') ?? document.body;
}

function words(element: Element): string {
  const { textContent } = element;
  return textContent.replaceAll(/\s+/g, ' ').trim().slice(0, 50);
}

function nameOf(element: Element): string {
  const own = element.getAttribute('class') ?? '';
  return `<${element.localName}${own === '' ? '' : `.${own.trim().replaceAll(/\s+/g, '.')}`}>`;
}

function isHidden(element: Element): boolean {
  return (
    element.closest('.visually-hidden, [hidden], option, select > *, datalist, .skip') !== null ||
    !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  );
}

function isThere({ left, top, right, bottom }: Rect): boolean {
  return right - left > 1 && bottom - top > 1;
}

function layerOf(element: Element): Element {
  const root = shownRoot();
  for (let at: Element | null = element; at !== null && at !== root; at = at.parentElement) {
    const { position, zIndex } = getComputedStyle(at);
    if (position === 'fixed' || position === 'sticky' || at.matches('.live-new')) return at;
    if (position === 'absolute' && zIndex !== 'auto') return at;
  }
  return root;
}

/** How a box clips what is in it: null where it does not; `silent` where nobody could tell. */
function clipsOf(element: Element): Record<'x' | 'y', 'silent' | 'told' | null> {
  const style = getComputedStyle(element);
  if (style.display === 'inline' || style.display === 'contents') return { x: null, y: null };
  const scrolls = ['auto', 'scroll'];
  const isContained = style.contain.includes('paint') || style.contain === 'strict';
  const of = (overflow: string, isTold: boolean): 'silent' | 'told' | null => {
    if (overflow === 'visible' && !isContained) return null;
    return isTold || scrolls.includes(overflow) ? 'told' : 'silent';
  };
  return {
    x: of(style.overflowX, style.textOverflow === 'ellipsis'),
    y: of(style.overflowY, false),
  };
}

/** The part of a rectangle that can be seen; `onCut` hears of each box that silently takes something off. */
function seenPart(rect: Rect, element: Element, onCut: (box: Element, px: number) => void): Rect {
  let { left, top, right, bottom } = rect;
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { x, y } = clipsOf(at);
    if (x !== null || y !== null) {
      const box = at.getBoundingClientRect();
      const beside = Math.max(right - box.right, box.left - left);
      const below = Math.max(bottom - box.bottom, box.top - top);
      if (x === 'silent' && beside > 1.5) onCut(at, beside);
      if (y === 'silent' && below > 3) onCut(at, below);
      if (x !== null) [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      if (y !== null) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      // Scrolled out of sight: what lies further out is nobody's business.
      if (bottom - top <= 1) break;
    }
    if (getComputedStyle(at).position === 'fixed') break;
  }
  return { left, top, right, bottom };
}

function overlap(one: Rect, other: Rect): { readonly width: number; readonly height: number } {
  return {
    width: Math.min(one.right, other.right) - Math.max(one.left, other.left),
    height: Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top),
  };
}

/** Gathers every line of text that is seen, and says which of them are clipped or of a wrong size. */
function textFaults(texts: Seen[]): readonly string[] {
  const faults: string[] = [];
  const walker = document.createTreeWalker(shownRoot(), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '' || isHidden(element)) continue;
    const lines = linesOf(node, element, (box, px) => {
      faults.push(`cut by ${px.toFixed(0)} px: “${words(element)}” in ${nameOf(box)}`);
    });
    texts.push(...lines);
    if (lines.length > 0) faults.push(...sizeFault(element));
  }
  return faults;
}

function linesOf(
  node: Node,
  element: Element,
  onCut: (box: Element, px: number) => void,
): readonly Seen[] {
  const range = document.createRange();
  range.selectNodeContents(node);
  const layer = layerOf(element);
  return [...range.getClientRects()]
    .filter(({ width }) => width >= 1)
    .map((line) => ({ element, layer, rect: seenPart(line, element, onCut) }))
    .filter(({ rect }) => isThere(rect));
}

function sizeFault(element: Element): readonly string[] {
  // Arabic steps up by a pixel; Latin data in it keeps its size.
  const more = document.documentElement.lang === 'ar' ? [14, 16] : [];
  const size = Number.parseFloat(getComputedStyle(element).fontSize);
  if ([11, 12, 13, 15, 20, 28, ...more].includes(Math.round(size * 100) / 100)) return [];
  return [`${String(size)} px is none of our sizes: “${words(element)}” in ${nameOf(element)}`];
}

function pairFaults(what: string, all: readonly Seen[], tallest: number): readonly string[] {
  return all.flatMap((one, place) =>
    all.slice(place + 1).flatMap((other) => {
      if (one.layer !== other.layer || one.element.contains(other.element)) return [];
      const { width, height } = overlap(one.rect, other.rect);
      if (width <= 2 || height <= tallest) return [];
      const [first, second] = [one, other].map(
        ({ element }) => `${nameOf(element)} “${words(element)}”`,
      );
      return [`${what}: ${first ?? ''} and ${second ?? ''}`];
    }),
  );
}

/** Names and texts may end in an ellipsis; what says how much, or what something is, may not. */
function shortFaults(): readonly string[] {
  const whole =
    'th, [role="columnheader"], [role="tab"], dt, legend, .btn, .field-label, .state, .num, td.end, .live-row > .end';
  const faults: string[] = [];
  for (const element of shownRoot().querySelectorAll(whole)) {
    if (isHidden(element)) continue;
    for (let at: Element | null = element; at !== null; at = at.parentElement)
      if (isShort(element, at)) faults.push(`cut short: “${words(element)}” in ${nameOf(at)}`);
  }
  return faults;
}

function isShort(element: Element, box: Element): boolean {
  const style = getComputedStyle(box);
  if (style.textOverflow !== 'ellipsis' || style.overflowX === 'visible') return false;
  if (box.clientWidth === 0) return false;
  const { left, right } = extentOf(element);
  const edges = box.getBoundingClientRect();
  // The dots come where the text leaves the room inside the padding, which is before it is clipped.
  const start = edges.left + Number.parseFloat(style.paddingLeft);
  const end = edges.right - Number.parseFloat(style.paddingRight);
  return left < start - 0.5 || right > end + 0.5;
}

/** From where to where the text in it runs that can be seen. */
function extentOf(element: Element): { readonly left: number; readonly right: number } {
  let [left, right] = [Infinity, -Infinity];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement === null || isHidden(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const line = range.getBoundingClientRect();
    if (line.width < 1) continue;
    [left, right] = [Math.min(left, line.left), Math.max(right, line.right)];
  }
  return { left, right };
}

/** Code may be wider than its box, a list of chosen columns too; nothing else is read sideways. */
function sidewaysFaults(): readonly string[] {
  const wide =
    '.live-scroll, .live-json-scroll, .live-events-scroll, pre, .diff, textarea, input, select';
  const page = document.documentElement;
  const over = page.scrollWidth - page.clientWidth;
  const faults = over > 0 ? [`the page scrolls sideways by ${String(over)} px`] : [];
  for (const element of shownRoot().querySelectorAll('*')) {
    if (!['auto', 'scroll'].includes(getComputedStyle(element).overflowX)) continue;
    const px = element.scrollWidth - element.clientWidth;
    if (px > 1 && !element.matches(wide) && !isHidden(element))
      faults.push(`scrolls sideways by ${String(px)} px: ${nameOf(element)}`);
  }
  return faults;
}
