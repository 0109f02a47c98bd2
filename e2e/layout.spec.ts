import { layoutFaults } from './layout.ts';
import { expect, test } from './test.ts';

/** Each is one thing that a designer would mark, and the words it is found by. */
const planted: readonly (readonly [html: string, found: RegExp])[] = [
  [
    '<div style="width:40px;overflow:hidden;white-space:nowrap">too long for its box</div>',
    /^cut by \d+ px: “too long/,
  ],
  [
    '<p style="position:relative;width:200px;height:20px"><b style="position:absolute">upon this</b><i style="position:absolute">there is that</i></p>',
    /^text upon text: .*“upon this”/,
  ],
  [
    '<div style="display:flex"><button>one</button><button style="margin-left:-20px">other</button></div>',
    /^a control upon a control/,
  ],
  [
    '<div style="width:3000px;height:1px;position:absolute;left:0">x</div>',
    /^the page scrolls sideways/,
  ],
  [
    '<div style="width:30px;overflow:hidden;text-overflow:ellipsis"><span class="num">$1,234.5678</span></div>',
    /^cut short: “\$1,234/,
  ],
  // Only the dots take a figure away here: nothing reaches beyond the padding.
  [
    '<div style="width:64px;box-sizing:border-box;padding:0 8px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-size:12px"><span class="num">21:40:20</span></div>',
    /^cut short: “21:40:20”/,
  ],
  ['<p style="font-size:14.5px">odd</p>', /^14\.5 px is none of our sizes/],
  [
    '<div style="width:80px;overflow-x:auto"><div style="width:200px">w</div></div>',
    /^scrolls sideways by 120 px/,
  ],
];

test('what is wrong on a page is found, each by its own words, and a clean page has nothing', async ({
  start,
}) => {
  const { window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await layoutFaults(window)).toEqual([]);
  for (const [html, found] of planted) {
    await window.evaluate((text) => {
      document.body.style.overflow = 'visible';
      const place = document.createElement('div');
      place.id = 'planted';
      place.style.cssText = 'position:fixed;inset:100px auto auto 300px;background:white';
      place.innerHTML = text;
      if (text.includes('3000px')) place.style.position = 'absolute';
      document.body.append(place);
    }, html);
    const faults = await layoutFaults(window);
    expect(
      faults.some((fault) => found.test(fault)),
      `${html}\n${faults.join('\n')}`,
    ).toBe(true);
    await window.evaluate(() => document.getElementById('planted')?.remove());
  }
});
