import type { Language } from '../domain/preferences.ts';
import { defineMessages, translate, type Values } from './messages.ts';

/**
 * One sentence per `ProbeResult.code`, `LabVerdict.code` and `LabRun.error`. Places are named as the `values` are;
 * `labSentence` words numbers by the unit in their name.
 */
export const labResults = defineMessages({
  en: {
    running: 'Running…',
    'not-run': 'Not run: an earlier check failed.',
    'stopped-early': 'Stopped before it was finished.',

    reachable: 'Answers in {latencyMs}.',
    'bad-address': 'This is not an http or https address.',
    unreachable: 'Nothing answers there: {detail}',
    'timed-out': 'No answer within {timeoutMs}.',
    'html-answer':
      'A web page answered, not a model server. Check the port and the path of the address.',
    'key-withheld': 'The key belongs to {owner} and is not sent to any other address.',

    'version-known': '{server} {version}',
    'version-old': '{server} {version} is too old: {needed} or newer is needed for {reason}.',
    'version-unknown': 'The server does not say what it is.',

    'models-listed': {
      one: 'Lists {count} model. Tested: {model}.',
      other: 'Lists {count} models. Tested: {model}.',
    },
    'models-unlisted': 'Lists no models. Tested as asked: {model}.',
    'models-none': 'Lists no models, and none was named.',
    'model-unlisted': '{model} is not in the list; it is tried all the same.',

    'context-known': 'Takes up to {contextTokens} tokens.',
    'context-reduced': 'Takes {contextTokens} of the {maxTokens} tokens that the model can.',
    'context-cut':
      'The server cuts prompts to {contextTokens} tokens without saying so; the model can take {maxTokens}. Start Ollama with {remedy}',
    'context-small':
      'Takes only {contextTokens} tokens; Claude Code needs at least {neededTokens}.',
    'context-unknown': 'The server does not say how much context it takes.',

    answered: 'Answers after {durationMs}. Speaks {wires}.',
    'key-missing': 'It wants a key.',
    'key-rejected': 'It refused the key: {detail}',
    'no-credit': 'The account has no credit: {detail}',
    'rate-limited': 'Too many requests for now: {detail}',
    'model-not-found': 'It does not know the model {model}: {detail}',
    'not-this-wire': 'It does not speak {wire}: {detail}',
    failed: 'It failed: {detail}',

    'streams-steadily':
      'First token after {ttftMs}, then {tokensPerSecond}; a token every {gapMs}.',
    'streams-in-bursts':
      'The whole answer came at once after {ttftMs}: something on the way holds the stream back.',
    'streams-whole': 'It answered in one piece although a stream was asked for.',
    'stream-cut': 'The stream broke off without an end.',
    'stream-empty': 'The stream ended without any text.',
    'stream-failed': 'The stream failed: {detail}',

    'tools-work': 'Calls {tool} with valid arguments.',
    'tools-arguments-invalid': 'Calls {tool}, but the arguments are not valid: {detail}',
    'tools-not-called': 'Answered in words instead of calling the tool.',
    'tools-as-text': 'Wrote the call as plain text, so Claude Code would never see it.',
    'tools-parser-missing': 'vLLM has no tool parser. Start it with {flags}',
    'tools-jinja-missing': 'llama.cpp needs to be started with {flags} to take tools.',
    'tools-unsupported': 'The model takes no tools: {detail}',
    'tools-failed': 'The tool request failed: {detail}',

    'thinking-separate': 'Thinking arrives apart from the answer.',
    'thinking-absent': 'No thinking in the answer, and none leaks.',
    'thinking-leaks': 'Thinking leaks into the answer: {sample}',
    'thinking-parser-missing': 'Thinking leaks into the answer: {sample} Start vLLM with {flags}',
    'thinking-only': 'All {outputTokens} tokens went into thinking; no answer came.',

    'fits-haiku':
      'Fits the haiku tier, up to {bestConcurrency} at once: {perStreamTokensPerSecond} per stream, first token within {ttftP95Ms} for 95 of 100 requests.',
    'fits-sonnet':
      'Fits the sonnet tier, up to {bestConcurrency} at once: {perStreamTokensPerSecond} per stream, first token within {ttftP95Ms} for 95 of 100 requests.',
    'too-slow':
      'Too slow for Claude Code: {perStreamTokensPerSecond} alone, first token within {ttftP95Ms}. It should keep {neededTokensPerSecond} and {neededTtftMs}.',
    'tools-fail': 'Cannot serve Claude Code: tool calls do not work.',
    'context-too-small':
      'Cannot serve Claude Code: it takes only {contextTokens} tokens; at least {neededTokens} are needed.',
    'unreachable-verdict': 'It does not answer as a model server.',
    partial: 'Not enough was measured for a verdict.',

    'run-time-limit': 'The test took longer than {limitMs} and was stopped.',
    'run-interrupted': 'The app ended during this test.',
    'run-internal': 'The test itself failed; this is a fault of Switchyard.',
  },
  ko: {
    running: '실행 중…',
    'not-run': '앞선 검사가 실패하여 실행하지 않았습니다.',
    'stopped-early': '끝나기 전에 중지되었습니다.',

    reachable: '{latencyMs} 만에 응답합니다.',
    'bad-address': 'http 또는 https 주소가 아닙니다.',
    unreachable: '응답하는 서버가 없습니다: {detail}',
    'timed-out': '{timeoutMs} 안에 응답이 없습니다.',
    'html-answer': '모델 서버가 아니라 웹 페이지가 응답했습니다. 주소의 포트와 경로를 확인하세요.',
    'key-withheld': '이 키는 {owner}의 것이므로 다른 주소로 보내지 않습니다.',

    'version-known': '{server} {version}',
    'version-old':
      '{server} {version} 버전은 오래되었습니다. {reason}에는 {needed} 이상이 필요합니다.',
    'version-unknown': '서버가 자신의 종류를 알려 주지 않습니다.',

    'models-listed': '모델 {count}개를 제공합니다. 시험한 모델: {model}.',
    'models-unlisted': '모델 목록이 없어 요청한 모델로 시험합니다: {model}.',
    'models-none': '모델 목록이 없고 지정된 모델도 없습니다.',
    'model-unlisted': '목록에 없는 모델이지만 그대로 시험합니다: {model}.',

    'context-known': '최대 {contextTokens}토큰까지 받습니다.',
    'context-reduced': '모델이 받을 수 있는 {maxTokens}토큰 중 {contextTokens}토큰만 받습니다.',
    'context-cut':
      '서버가 알리지 않고 프롬프트를 {contextTokens}토큰으로 자릅니다. 모델은 {maxTokens}토큰까지 받을 수 있습니다. Ollama를 다음 설정으로 시작하세요: {remedy}.',
    'context-small':
      '{contextTokens}토큰만 받습니다. Claude Code에는 최소 {neededTokens}토큰이 필요합니다.',
    'context-unknown': '서버가 컨텍스트 크기를 알려 주지 않습니다.',

    answered: '{durationMs} 만에 답합니다. 지원 형식: {wires}.',
    'key-missing': '키가 필요합니다.',
    'key-rejected': '키가 거부되었습니다: {detail}',
    'no-credit': '계정에 잔액이 없습니다: {detail}',
    'rate-limited': '지금은 요청이 너무 많습니다: {detail}',
    'model-not-found': '{model} 모델을 알지 못합니다: {detail}',
    'not-this-wire': '{wire} 형식을 지원하지 않습니다: {detail}',
    failed: '실패했습니다: {detail}',

    'streams-steadily': '첫 토큰 {ttftMs}, 이후 {tokensPerSecond}, 토큰 간격 {gapMs}.',
    'streams-in-bursts':
      '{ttftMs} 뒤에 답 전체가 한꺼번에 왔습니다. 중간의 무언가가 스트림을 붙잡고 있습니다.',
    'streams-whole': '스트림을 요청했지만 한 덩어리로 답했습니다.',
    'stream-cut': '스트림이 끝맺음 없이 끊겼습니다.',
    'stream-empty': '스트림이 텍스트 없이 끝났습니다.',
    'stream-failed': '스트림이 실패했습니다: {detail}',

    'tools-work': '올바른 인수로 {tool} 도구를 호출합니다.',
    'tools-arguments-invalid': '{tool} 도구를 호출하지만 인수가 올바르지 않습니다: {detail}',
    'tools-not-called': '도구를 호출하지 않고 말로 답했습니다.',
    'tools-as-text': '호출을 일반 텍스트로 썼습니다. Claude Code는 이를 볼 수 없습니다.',
    'tools-parser-missing': 'vLLM에 도구 파서가 없습니다. 다음 옵션으로 시작하세요: {flags}',
    'tools-jinja-missing': 'llama.cpp가 도구를 받으려면 {flags} 옵션으로 시작해야 합니다.',
    'tools-unsupported': '이 모델은 도구를 받지 않습니다: {detail}',
    'tools-failed': '도구 요청이 실패했습니다: {detail}',

    'thinking-separate': '생각이 답과 분리되어 옵니다.',
    'thinking-absent': '답에 생각이 없고 새어 나오지도 않습니다.',
    'thinking-leaks': '생각이 답에 새어 나옵니다: {sample}',
    'thinking-parser-missing':
      '생각이 답에 새어 나옵니다: {sample} 다음 옵션으로 vLLM을 시작하세요: {flags}',
    'thinking-only': '{outputTokens}토큰이 모두 생각에 쓰여 답이 오지 않았습니다.',

    'fits-haiku':
      'haiku 등급에 알맞습니다. 동시 {bestConcurrency}개까지: 스트림당 {perStreamTokensPerSecond}, 요청 100개 중 95개가 {ttftP95Ms} 안에 첫 토큰.',
    'fits-sonnet':
      'sonnet 등급에 알맞습니다. 동시 {bestConcurrency}개까지: 스트림당 {perStreamTokensPerSecond}, 요청 100개 중 95개가 {ttftP95Ms} 안에 첫 토큰.',
    'too-slow':
      'Claude Code에는 너무 느립니다. 단독 {perStreamTokensPerSecond}, 첫 토큰 {ttftP95Ms}. {neededTokensPerSecond} 및 {neededTtftMs} 수준이어야 합니다.',
    'tools-fail': 'Claude Code에 쓸 수 없습니다. 도구 호출이 작동하지 않습니다.',
    'context-too-small':
      'Claude Code에 쓸 수 없습니다. {contextTokens}토큰만 받으며 최소 {neededTokens}토큰이 필요합니다.',
    'unreachable-verdict': '모델 서버로서 응답하지 않습니다.',
    partial: '판단할 만큼 측정되지 않았습니다.',

    'run-time-limit': '시험이 {limitMs}보다 오래 걸려 중지했습니다.',
    'run-interrupted': '이 시험 중에 앱이 종료되었습니다.',
    'run-internal': '시험 자체가 실패했습니다. Switchyard의 오류입니다.',
  },
  ar: {
    running: 'جارٍ التنفيذ…',
    'not-run': 'لم يُنفَّذ: فشل فحص سابق.',
    'stopped-early': 'أُوقف قبل أن يكتمل.',

    reachable: 'يجيب خلال {latencyMs}.',
    'bad-address': 'هذا ليس عنوان http أو https.',
    unreachable: 'لا شيء يجيب هناك: {detail}',
    'timed-out': 'لا إجابة خلال {timeoutMs}.',
    'html-answer': 'أجابت صفحة ويب لا خادم نماذج. تحقق من منفذ العنوان ومساره.',
    'key-withheld': 'المفتاح يخص {owner} ولا يُرسَل إلى أي عنوان آخر.',

    'version-known': '{server} {version}',
    'version-old': 'الإصدار {version} من {server} قديم: يلزم {needed} أو أحدث من أجل {reason}.',
    'version-unknown': 'لا يعرّف الخادم بنفسه.',

    'models-listed': {
      zero: 'لا يعرض أي نموذج. المختبَر: {model}.',
      one: 'يعرض نموذجًا واحدًا. المختبَر: {model}.',
      two: 'يعرض نموذجين. المختبَر: {model}.',
      few: 'يعرض {count} نماذج. المختبَر: {model}.',
      many: 'يعرض {count} نموذجًا. المختبَر: {model}.',
      other: 'يعرض {count} نموذج. المختبَر: {model}.',
    },
    'models-unlisted': 'لا يعرض نماذج. اختُبر المطلوب: {model}.',
    'models-none': 'لا يعرض نماذج ولم يُسمَّ أي نموذج.',
    'model-unlisted': '{model} ليس في القائمة، ومع ذلك يُجرَّب.',

    'context-known': 'يقبل حتى {contextTokens} رمزًا.',
    'context-reduced': 'يقبل {contextTokens} من أصل {maxTokens} رمزًا يستطيعها النموذج.',
    'context-cut':
      'يقص الخادم الطلبات إلى {contextTokens} رمزًا دون إعلام، بينما يستطيع النموذج {maxTokens}. شغّل Ollama مع {remedy}',
    'context-small':
      'يقبل {contextTokens} رمزًا فقط، ويحتاج Claude Code إلى {neededTokens} على الأقل.',
    'context-unknown': 'لا يذكر الخادم سعة السياق.',

    answered: 'يجيب بعد {durationMs}. يتكلم {wires}.',
    'key-missing': 'يطلب مفتاحًا.',
    'key-rejected': 'رفض المفتاح: {detail}',
    'no-credit': 'لا رصيد في الحساب: {detail}',
    'rate-limited': 'طلبات كثيرة في الوقت الحالي: {detail}',
    'model-not-found': 'لا يعرف النموذج {model}: {detail}',
    'not-this-wire': 'لا يتكلم {wire}: {detail}',
    failed: 'فشل: {detail}',

    'streams-steadily': 'أول رمز بعد {ttftMs}، ثم {tokensPerSecond}، رمز كل {gapMs}.',
    'streams-in-bursts': 'وصلت الإجابة كلها دفعة واحدة بعد {ttftMs}: شيء في الطريق يحبس التدفق.',
    'streams-whole': 'أجاب دفعة واحدة مع أن المطلوب تدفق.',
    'stream-cut': 'انقطع التدفق دون نهاية.',
    'stream-empty': 'انتهى التدفق دون أي نص.',
    'stream-failed': 'فشل التدفق: {detail}',

    'tools-work': 'يستدعي {tool} بوسائط صحيحة.',
    'tools-arguments-invalid': 'يستدعي {tool} لكن الوسائط غير صحيحة: {detail}',
    'tools-not-called': 'أجاب بالكلام بدل استدعاء الأداة.',
    'tools-as-text': 'كتب الاستدعاء نصًا عاديًا، فلن يراه Claude Code.',
    'tools-parser-missing': 'ليس في vLLM محلل أدوات. شغّله بالخيارات {flags}',
    'tools-jinja-missing': 'يجب تشغيل llama.cpp بالخيار {flags} ليقبل الأدوات.',
    'tools-unsupported': 'النموذج لا يقبل الأدوات: {detail}',
    'tools-failed': 'فشل طلب الأداة: {detail}',

    'thinking-separate': 'يصل التفكير منفصلًا عن الإجابة.',
    'thinking-absent': 'لا تفكير في الإجابة ولا تسرّب.',
    'thinking-leaks': 'يتسرب التفكير إلى الإجابة: {sample}',
    'thinking-parser-missing': 'يتسرب التفكير إلى الإجابة: {sample} شغّل vLLM بالخيارات {flags}',
    'thinking-only': 'ذهبت كل الرموز ({outputTokens}) في التفكير ولم تصل إجابة.',

    'fits-haiku':
      'يناسب فئة haiku حتى {bestConcurrency} معًا: {perStreamTokensPerSecond} لكل تدفق، وأول رمز خلال {ttftP95Ms} في 95 من كل 100 طلب.',
    'fits-sonnet':
      'يناسب فئة sonnet حتى {bestConcurrency} معًا: {perStreamTokensPerSecond} لكل تدفق، وأول رمز خلال {ttftP95Ms} في 95 من كل 100 طلب.',
    'too-slow':
      'بطيء جدًا على Claude Code: {perStreamTokensPerSecond} منفردًا، وأول رمز خلال {ttftP95Ms}. ينبغي أن يبلغ {neededTokensPerSecond} و{neededTtftMs}.',
    'tools-fail': 'لا يصلح لخدمة Claude Code: استدعاء الأدوات لا يعمل.',
    'context-too-small':
      'لا يصلح لخدمة Claude Code: يقبل {contextTokens} رمزًا فقط ويلزم {neededTokens} على الأقل.',
    'unreachable-verdict': 'لا يجيب بوصفه خادم نماذج.',
    partial: 'لم يُقَس ما يكفي للحكم.',

    'run-time-limit': 'استغرق الاختبار أكثر من {limitMs} فأُوقف.',
    'run-interrupted': 'أُغلق التطبيق أثناء هذا الاختبار.',
    'run-internal': 'فشل الاختبار نفسه؛ هذا خلل في Switchyard.',
  },
});

export type LabResultCode = keyof typeof labResults.en;

export function isLabResultCode(code: string): code is LabResultCode {
  return Object.hasOwn(labResults.en, code);
}

/** Verdict codes whose words differ from those of the probe with the same code. */
const verdictCodes: Readonly<Record<string, LabResultCode>> = {
  unreachable: 'unreachable-verdict',
  'context-small': 'context-too-small',
};

/**
 * The sentence of a probe's code with its values worded: `…Ms` as a duration, `…PerSecond` as tok/s, other numbers
 * grouped. An unknown code (a run kept by a newer version) stands for itself.
 */
export function labSentence(language: Language, code: string, values: Values = {}): string {
  if (!isLabResultCode(code)) return code;
  return translate(labResults, language, code, wordValues(language, values));
}

/** The same for `LabVerdict`. */
export function labVerdictSentence(language: Language, code: string, values: Values = {}): string {
  return labSentence(language, verdictCodes[code] ?? code, values);
}

function wordValues(language: Language, values: Values): Values {
  const worded = Object.entries(values).map(([name, value]) => [
    name,
    // `count` chooses the plural form, so it stays a number.
    name === 'count' ? value : wordValue(language, name, value),
  ]);
  return Object.fromEntries(worded) as Values;
}

function wordValue(language: Language, name: string, value: string | number): string {
  // What an endpoint said keeps its own direction inside an Arabic sentence (first strong isolate).
  if (typeof value === 'string') return language === 'ar' ? `\u2068${value}\u2069` : value;
  if (/ms$/i.test(name)) return wordDuration(language, value);
  if (/PerSecond$/i.test(name)) return `${wordNumber(language, value, value < 100 ? 1 : 0)} tok/s`;
  return wordNumber(language, value, 1);
}

function wordDuration(language: Language, ms: number): string {
  if (ms < 1000) return `${wordNumber(language, ms, ms < 10 ? 1 : 0)} ms`;
  return `${wordNumber(language, ms / 1000, ms < 10_000 ? 2 : 1)} s`;
}

function wordNumber(language: Language, value: number, digits: number): string {
  return new Intl.NumberFormat(`${language}-u-nu-latn`, { maximumFractionDigits: digits }).format(
    value,
  );
}
