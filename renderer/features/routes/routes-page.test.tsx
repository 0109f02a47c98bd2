// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { fakeFacts } from '../../fake/rules.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { RoutesPage } from './RoutesPage.tsx';

afterEach(cleanup);

async function show(): Promise<FakeApi> {
  const api = createFakeApi();
  render(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <RoutesPage />
      </LanguageProvider>
    </StoresProvider>,
  );
  await screen.findByRole('listitem', { name: 'Subagents' });
  return api;
}

function names(): (string | null)[] {
  return [...document.querySelectorAll('[data-rule]')].map((row) => row.getAttribute('aria-label'));
}
const saved = (api: FakeApi): unknown =>
  api.world.calls.findLast(({ method }) => method === 'rules.save')?.input;

describe('Routes', () => {
  test('Alt and the arrow keys move a rule, say so, keep the focus, and Save sends the new order', async () => {
    const api = await show();
    const row = screen.getByRole('listitem', { name: 'Subagents' });
    row.focus();
    fireEvent.keyDown(row, { key: 'ArrowUp', altKey: true });
    fireEvent.keyDown(screen.getByRole('listitem', { name: 'Subagents' }), {
      key: 'ArrowUp',
      altKey: true,
    });
    expect(names().slice(0, 3)).toEqual(['Client work stays here', 'Subagents', 'Long context']);
    expect(screen.getByText('Subagents, place 2 of 7').closest('[aria-live]')).not.toBeNull();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Subagents');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull());
    expect(saved(api)).toMatchObject({ profileId: 'hybrid', revision: 41 });
    expect(
      (saved(api) as { rules: { id: string }[] }).rules.map((rule) => rule.id).slice(0, 3),
    ).toEqual(['client', 'subagents', 'long']);
  });

  test('a rule that is never reached says which one takes all of it, and can be moved above it', async () => {
    await show();
    const row = screen.getByRole('listitem', { name: 'Titles to Z.AI' });
    expect(within(row).getByText(/Never reached: rule 3 catches all of it/)).toBeTruthy();
    fireEvent.click(within(row).getByRole('button', { name: 'Move above 3' }));
    expect(names()[2]).toBe('Titles to Z.AI');
    expect(screen.queryByText(/Never reached/)).toBeNull();
  });

  test('what no rule holds for has its own line and its own count', async () => {
    await show();
    const line = screen.getByText('No rule matches').closest('li')!;
    expect(line.textContent).toContain('36 today');
    expect(line.textContent).toContain('5,120 in all');
  });

  test('Space switches a rule, Undo takes it back', async () => {
    await show();
    const row = screen.getByRole('listitem', { name: 'Long context' });
    fireEvent.keyDown(row, { key: ' ' });
    expect(within(row).getByRole('switch').getAttribute('aria-checked')).toBe('false');
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(within(row).getByRole('switch').getAttribute('aria-checked')).toBe('true');
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  test('which rule matches follows what is typed', async () => {
    await show();
    const panel = screen.getByRole('complementary');
    expect(
      within(panel)
        .getByText(/Matches/)
        .closest('.verd')?.textContent,
    ).toContain('Background to this machine');
    fireEvent.change(within(panel).getByLabelText('Tokens in'), { target: { value: '90,000' } });
    expect(
      within(panel)
        .getByText(/Matches/)
        .closest('.verd')?.textContent,
    ).toContain('Long context');
  });

  test('a pasted request and one of the past are judged by their own facts', async () => {
    const api = await show();
    const panel = screen.getByRole('complementary');
    const matched = (): string =>
      within(panel)
        .getByText(/Matches/)
        .closest('.verd')?.textContent ?? '';
    fireEvent.click(within(panel).getByRole('radio', { name: 'Paste' }));
    fireEvent.change(within(panel).getByLabelText('Body of the request (JSON)'), {
      target: { value: '{"model":"x"}' },
    });
    await waitFor(() => expect(matched()).toContain('Long context'));
    api.world.failures.set('rules.readRequest', { code: 'invalid-input', message: 'not JSON' });
    fireEvent.change(within(panel).getByLabelText('Body of the request (JSON)'), {
      target: { value: '{' },
    });
    expect((await within(panel).findByRole('alert')).textContent).toContain('not JSON');

    api.world.pastFacts = { ...fakeFacts, kinds: ['subagent'], inputTokens: 10 };
    fireEvent.click(within(panel).getByRole('radio', { name: 'Past request' }));
    await waitFor(() => expect(matched()).toContain('Subagents'));
    api.world.pastFacts = { ...fakeFacts, model: 'zai,glm-5.2' };
    const list = within(panel).getByLabelText('Past request', { selector: 'select' });
    fireEvent.change(list, { target: { value: api.world.rows[1]?.id } });
    await within(panel).findByText('The request names its target itself: no rule is asked.');
  });
});
