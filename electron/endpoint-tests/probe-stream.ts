import { z } from 'zod';
import type { Result } from '../../shared/base/result.ts';
import { outcome, type ProbeOutcome } from './probe-endpoint.ts';
import {
  probeTool,
  streamingQuestion,
  thinkingMarks,
  thinkingQuestion,
  toolCallMarks,
  toolQuestion,
  vllmFlags,
} from './probes.ts';
import { decodeRate, tokensOf, type StreamFailure, type StreamReading } from './read-stream.ts';
import type { LabSession } from './session.ts';
import { errorWords, redactWords } from './words.ts';

const SAMPLE_CHARACTERS = 80;
/** Less than this share of the time spent in writing: what looked like a stream was a delivery. */
const BURST_SHARE = 0.1;
/** Below this a whole answer is too quick to call its arrival a burst. */
const BURST_MIN_MS = 400;

export async function probeStreaming(session: LabSession): Promise<ProbeOutcome> {
  const reading = await session.stream(streamingQuestion);
  if (!reading.ok) return streamFailure(session, reading.error);
  return judgeStream(reading.value, session.credential.secret);
}

export function judgeStream(reading: StreamReading, secret: string | null): ProbeOutcome {
  if (reading.error !== null) {
    const detail = redactWords(errorWords(reading.error) ?? 'error', secret);
    return outcome('fail', 'stream-failed', { detail });
  }
  const { firstTokenMs, lastTokenMs, deltas, endMs, finish } = reading;
  if (finish === null) return outcome('fail', 'stream-cut');
  if (firstTokenMs === null || lastTokenMs === null) return outcome('fail', 'stream-empty');
  const spanMs = lastTokenMs - firstTokenMs;
  const tokens = tokensOf(reading);
  const isOnePiece = deltas === 1 && tokens > 4;
  if (isOnePiece || (endMs > BURST_MIN_MS && spanMs < endMs * BURST_SHARE && tokens > 16)) {
    return outcome('warn', 'streams-in-bursts', { ttftMs: firstTokenMs, deltas });
  }
  return outcome('pass', 'streams-steadily', {
    ttftMs: firstTokenMs,
    tokensPerSecond: decodeRate(reading) ?? 0,
    gapMs: medianGap(reading.tokenTimesMs),
    deltas,
  });
}

function medianGap(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}

function streamFailure(session: LabSession, failure: StreamFailure): ProbeOutcome {
  if (failure.kind === 'answer' && failure.answer.status < 300) {
    return outcome('warn', 'streams-whole');
  }
  return outcome('fail', 'stream-failed', { detail: failureWords(session, failure) });
}

function failureWords(session: LabSession, failure: StreamFailure): string {
  const words =
    failure.kind === 'failure'
      ? failure.failure.detail
      : (errorWords(failure.answer.json) ?? failure.answer.text);
  const bare = redactWords(words, session.credential.secret);
  return bare === '' && failure.kind === 'answer' ? `HTTP ${failure.answer.status}` : bare;
}

export async function probeToolCall(session: LabSession): Promise<ProbeOutcome> {
  const reading = await session.stream(toolQuestion);
  if (!reading.ok) return refusedTools(session, failureWords(session, reading.error));
  if (reading.value.error !== null) {
    return refusedTools(
      session,
      redactWords(errorWords(reading.value.error) ?? 'error', session.credential.secret),
    );
  }
  return judgeToolCall(session, reading.value);
}

function refusedTools(session: LabSession, detail: string): ProbeOutcome {
  if (/enable-auto-tool-choice|tool-call-parser/i.test(detail)) return parserMissing(session);
  if (detail.includes('--jinja'))
    return outcome('fail', 'tools-jinja-missing', { flags: '--jinja' });
  if (/(?:not|n't) support.{0,20}tool|tool.{0,40}not supported/i.test(detail)) {
    return outcome('fail', 'tools-unsupported', { detail });
  }
  return outcome('fail', 'tools-failed', { detail });
}

function parserMissing(session: LabSession): ProbeOutcome {
  return outcome('fail', 'tools-parser-missing', { flags: vllmFlags(session.facts.model ?? '') });
}

const toolArguments = z.object({
  place: z.object({ city: z.string().regex(/paris/i), country: z.string().min(1) }),
  days: z.number().int(),
});

function judgeToolCall(session: LabSession, reading: StreamReading): ProbeOutcome {
  const call = reading.tools[0];
  if (call === undefined) {
    if (!toolCallMarks.test(reading.text)) return outcome('warn', 'tools-not-called');
    return session.facts.server?.kind === 'vllm'
      ? parserMissing(session)
      : outcome('fail', 'tools-as-text', { sample: sampleOf(reading.text) });
  }
  const tool = call.name === '' ? '?' : call.name;
  const problem = argumentProblem(call);
  return problem === null
    ? outcome('pass', 'tools-work', { tool, deltas: reading.deltas })
    : outcome('fail', 'tools-arguments-invalid', { tool, detail: problem });
}

/** null when the call is right. */
export function argumentProblem(call: {
  readonly name: string;
  readonly arguments: string;
}): string | null {
  if (call.name !== probeTool.name) return `it called "${sampleOf(call.name)}"`;
  let value: unknown;
  try {
    value = JSON.parse(call.arguments);
  } catch {
    // Broken JSON is exactly what this probe looks for.
    return `no JSON: ${sampleOf(call.arguments)}`;
  }
  const parsed = toolArguments.safeParse(value);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0];
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`;
}

export async function probeThinkLeak(session: LabSession): Promise<ProbeOutcome> {
  const reading = await askForThinking(session);
  if (!reading.ok) {
    return outcome('fail', 'stream-failed', { detail: failureWords(session, reading.error) });
  }
  return judgeThinking(session, reading.value);
}

/** Thinking is asked for where there is a switch; a model without it refuses, and is asked plainly. */
async function askForThinking(session: LabSession): Promise<Result<StreamReading, StreamFailure>> {
  const hasSwitch =
    session.facts.wire === 'anthropic-messages' || session.facts.server?.kind === 'vllm';
  if (!hasSwitch) return session.stream(thinkingQuestion);
  const reading = await session.stream({ ...thinkingQuestion, thinking: true });
  const isRefused = !reading.ok && reading.error.kind === 'answer';
  return isRefused && !session.signal.aborted ? session.stream(thinkingQuestion) : reading;
}

function judgeThinking(session: LabSession, reading: StreamReading): ProbeOutcome {
  const mark = thinkingMarks.exec(reading.text);
  if (mark !== null) {
    const sample = sampleOf(reading.text.slice(mark.index));
    return session.facts.server?.kind === 'vllm'
      ? outcome('fail', 'thinking-parser-missing', {
          sample,
          flags: vllmFlags(session.facts.model ?? ''),
        })
      : outcome('fail', 'thinking-leaks', { sample });
  }
  if (reading.reasoning === '') return outcome('pass', 'thinking-absent');
  if (reading.text.trim() === '') {
    return outcome('warn', 'thinking-only', { outputTokens: tokensOf(reading) });
  }
  return outcome('pass', 'thinking-separate', {
    firstTextMs: reading.firstTextMs ?? reading.endMs,
    ttftMs: reading.firstTokenMs ?? reading.endMs,
  });
}

function sampleOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SAMPLE_CHARACTERS ? `${line.slice(0, SAMPLE_CHARACTERS)}…` : line;
}
