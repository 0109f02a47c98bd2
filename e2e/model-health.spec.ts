import { everythingTo } from './configurations.ts';
import { ask } from './client.ts';
import { callApi } from './launch.ts';
import { looks, wear } from './looks.ts';
import { expect, test } from './test.ts';
import { openaiFrames, type Block } from './upstream/dialects.ts';
import { startScriptedUpstream } from './upstream/scripted-upstream.ts';
import { show } from './worlds.ts';

const call = (input: object): Block => ({ type: 'tool_use', id: 'toolu_1', name: 'Read', input });
const answers: readonly (readonly Block[])[] = [
  [{ type: 'text', text: 'I read it.' }, call({ file_path: '/a' })],
  [{ type: 'text', text: 'I read it.' }, call({ path: '/a' })],
  [{ type: 'text', text: '' }],
];

test('bad answers of a model are counted, shown at its provider and found in Live', async ({
  start,
  picture,
}) => {
  test.setTimeout(120_000);
  const upstream = await startScriptedUpstream((response, _request, index) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(openaiFrames(answers[index % answers.length] ?? []).join(''));
  });
  const running = await start({
    configuration: everythingTo(
      {
        id: 'spark',
        name: 'Spark',
        wire: 'openai-chat',
        baseUrl: `${upstream.url}/v1`,
        auth: 'none',
        models: [{ id: 'gemma-4-26b-a4b' }],
      },
      'gemma-4-26b-a4b',
    ),
  });
  const { window } = running;
  const input_schema = {
    type: 'object',
    properties: { file_path: { type: 'string' } },
    required: ['file_path'],
  };
  for (let index = 0; index < 9; index += 1)
    await ask(running, { more: { tools: [{ name: 'Read', description: 'Reads', input_schema }] } });
  await expect
    .poll(async () => (await callApi(window, 'traffic', 'modelHealth', { hours: 24 }))[0]?.requests)
    .toBe(9);
  const [health] = await callApi(window, 'traffic', 'modelHealth', { hours: 24 });
  expect(health).toMatchObject({ answered: 9, toolCalls: 6, badToolCalls: 3 });
  expect(health?.faults['tool-arguments']).toBe(3);

  for (const look of looks.filter(({ size }) => size === 'usual').toReversed()) {
    await wear(running, look);
    await show(window, 'providers');
    await window.locator('.traffic-health-seen').scrollIntoViewIfNeeded();
    await picture(window, `model-health.${look.language}.${look.theme}`);
  }
  await expect(window.getByText('3 × bad tool arguments')).toBeVisible();
  await show(window, 'overview');
  await expect(window.getByText('calls tools wrongly')).toBeVisible();
  await picture(window, 'model-health.overview');
  await show(window, 'providers');
  await window.getByRole('button', { name: 'Show them in Live' }).click();
  await expect(window.locator('.live-filter input')).toHaveValue(
    'provider=spark sent=gemma-4-26b-a4b is:rated since:24h has:fault',
  );
  await expect(window.getByRole('row', { name: /complete/ })).toHaveCount(6);
  await picture(window, 'model-health.live');
});
