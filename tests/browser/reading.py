"""Questions put to a page as a screen reader, a thumb or a tired eye would."""

from playwright.sync_api import Page

NAMELESS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
  .filter((each) => each.type !== 'hidden' && !each.closest('[aria-hidden=true]'))
  .filter((each) => ![...(each.labels || [])].some((l) => l.textContent.trim())
    && !(each.getAttribute('aria-label') || '').trim() && !each.textContent.trim())
  .map((each) => each.outerHTML)"""
"""Controls without a name."""

TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place); }"""
"""Ids used twice: labels and descriptions would point to the wrong one."""

DANGLING = """() => [...document.querySelectorAll('[aria-describedby], [aria-labelledby]')]
  .flatMap((each) => `${each.getAttribute('aria-describedby') || ''} ${
    each.getAttribute('aria-labelledby') || ''}`.split(' '))
  .filter((id) => id && !document.getElementById(id))"""
"""Descriptions that point nowhere."""

SKIPPED = """() => { const levels = [...document.querySelectorAll('h1,h2,h3,h4')]
    .filter((each) => each.getClientRects().length).map((each) => Number(each.tagName[1]));
  return levels.filter((level, place) => place && level > levels[place - 1] + 1); }"""
"""Headings that skip a level."""

SMALL = """() => [...document.querySelectorAll('button, .button, nav a, .person, .choice, select,'
    + ' textarea, input[type=text], input[type=search], summary')]
  .filter((each) => !each.closest('.sr') && each.getClientRects().length)
  .filter((each) => each.getBoundingClientRect().height < 44
    || each.getBoundingClientRect().width < 44)
  .map((each) => `${each.textContent.trim()} ${each.getBoundingClientRect().height}`)"""
"""Things to press or fill that a thumb would miss."""

FAINT = """() => {
  const parse = (said) => { const n = said.match(/[\\d.]+/g).map(Number);
    const scale = said.startsWith('color(') ? 255 : 1;
    return [n[0] * scale, n[1] * scale, n[2] * scale, n[3] === undefined ? 1 : n[3]]; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const ground = (each) => { const layers = [];
    for (let at = each; at; at = at.parentElement)
      layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]); };
  const light = (rgb) => { const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.03928
      ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const each = node.parentElement;
    if (!node.textContent.trim() || !each.getClientRects().length || each.closest('.sr')) continue;
    const under = ground(each);
    const ink = over(parse(getComputedStyle(each).color), under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.textContent.trim()}`);
  }
  return faint; }"""
"""Text with less than 4.5:1 against what is behind it."""

WIDER = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
"""How far the page can be scrolled sideways, in pixels."""


QUESTIONS = {
    "controls without a name": NAMELESS,
    "ids used twice": TWICE,
    "descriptions that point nowhere": DANGLING,
    "skipped heading levels": SKIPPED,
    "too small to press": SMALL,
    "too faint to read": FAINT,
}


def faults(page: Page) -> dict[str, object]:
    """What keeps anyone from reading or using the page; empty when nothing does."""
    found = {what: page.evaluate(question) for what, question in QUESTIONS.items()}
    found["wider than the window"] = max(0, page.evaluate(WIDER))
    found["title"] = "" if page.title().endswith("· Coffee Rounds") else page.title()
    found["language"] = page.locator("html[lang=en]").count() != 1
    found["one main part, one heading"] = page.locator("main h1").count() != 1
    return {what: fault for what, fault in found.items() if fault}
