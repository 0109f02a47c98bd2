// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { LabRun } from '../../../shared/domain/lab.ts';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { usualRequest } from './lab-form.ts';
import { LabPage } from './LabPage.tsx';

afterEach(cleanup);

const running: LabRun = {
  id: 'r1',
  request: { ...usualRequest, baseUrl: 'http://127.0.0.1:11434/v1' },
  startedAt: 1,
  endedAt: null,
  state: 'running',
  wire: 'openai-chat',
  model: 'qwen3:8b',
  probes: [
    {
      id: 'reachable',
      outcome: 'pass',
      code: 'reachable',
      values: { latencyMs: 4 },
      durationMs: 4,
    },
  ],
  steps: [],
  runningStep: 2,
  verdict: null,
  error: null,
};

async function show(runs: LabRun[]): Promise<FakeApi> {
  const api = createFakeApi({ runs });
  render(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <LabPage />
      </LanguageProvider>
    </StoresProvider>,
  );
  await screen.findByText(runs.length === 0 ? 'Nothing measured yet' : 'Answers in 4 ms.');
  return api;
}

describe('Lab', () => {
  test('a running test can be cancelled at any time; its end brings Run again', async () => {
    const api = await show([running]);
    expect(screen.getByText('Load: 2 at once')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() =>
      expect(api.world.calls.at(-1)).toEqual({ method: 'lab.cancel', input: { runId: 'r1' } }),
    );
    expect(screen.getByRole('button', { name: 'Cancelling…' })).toBeTruthy();
    act(() => api.push.lab({ ...running, state: 'cancelled', endedAt: 5 }));
    expect(screen.getByRole('button', { name: 'Run again' })).toBeTruthy();
    expect(screen.getByText('stopped by you')).toBeTruthy();
  });

  test('a cancel that was refused brings the button back and says why', async () => {
    const api = await show([running]);
    api.world.failures.set('lab.cancel', { code: 'failed', message: 'no such run' });
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await screen.findByText(/no such run/);
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
  });

  test('an address is enough to start; a wrong one is told and nothing is sent', async () => {
    const api = await show([]);
    const started = (): unknown[] =>
      api.world.calls.filter(({ method }) => method === 'lab.start').map(({ input }) => input);
    fireEvent.click(screen.getByRole('button', { name: 'Start the test' }));
    fireEvent.submit(screen.getByLabelText('Address').closest('form')!);
    expect(screen.getByText('Use an absolute http:// or https:// address.')).toBeTruthy();
    expect(started()).toEqual([]);
    fireEvent.change(screen.getByLabelText('Address'), { target: { value: '127.0.0.1:11434/v1' } });
    fireEvent.submit(screen.getByLabelText('Address').closest('form')!);
    await waitFor(() =>
      expect(started()).toEqual([{ ...usualRequest, baseUrl: 'http://127.0.0.1:11434/v1' }]),
    );
  });
});
