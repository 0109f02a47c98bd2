import {
  byCode,
  type CountedRange,
  type MatchReason,
  type ReasonTable,
} from '../domain/match-reason.ts';
import type { Language } from '../domain/preferences.ts';
import type { RuleVerdict } from '../domain/route-plan.ts';
import { groupThousands } from '../domain/usd-total.ts';
import { defineMessages, translate, type Values } from './messages.ts';
import { vocabulary } from './vocabulary.ts';

/** Why a rule matched or did not. `{is}` is what the request has, `{wants}` what the rule asks for. */
export const reasons = defineMessages({
  en: {
    kind: 'kind is {is}, wants {wants}',
    model: 'model is {is}, wants {wants}',
    tier: 'tier is {is}, wants {wants}',
    tokensMin: '{is} tokens, wants {min} or more',
    tokensMax: '{is} tokens, wants {max} or fewer',
    tokensBoth: '{is} tokens, wants {min} to {max}',
    thinking: 'thinking is {is}, wants {wants}',
    stream: 'streaming is {is}, wants {wants}',
    effort: 'effort is {is}, wants {wants}',
    toolsMissing: 'offers none of the tools {wants}',
    toolsOffered: 'offers {wants}',
    toolCount: { one: 'offers {count} tool', other: 'offers {count} tools' },
    toolsMin: 'tools offered: {is}, wants {min} or more',
    toolsMax: 'tools offered: {is}, wants {max} or fewer',
    toolsBoth: 'tools offered: {is}, wants {min} to {max}',
    imagesWanted: 'images or documents: {is}, wants some',
    imagesUnwanted: 'images or documents: {is}, wants none',
    tagWanted: 'subagent tag: {is}, wants one',
    tagUnwanted: 'subagent tag: {is}, wants none',
    project: 'project is {is}, wants {wants}',
    client: 'client is {is}, wants {wants}',
    time: 'it is {is}, wants {from} to {to}',
    excluded: 'excluded: {inner}',
    notExcluded: 'not excluded: {inner}',
    always: 'no conditions: takes every request',
    off: 'the rule is switched off',
    explicitModel: 'the client asked for {model} at {provider} by name',
    replayed: 'sent again from Live, to {model} at {provider}',
    tagged: 'the prompt is tagged for {model} at {provider}',
    taggedUnknown: 'the prompt is tagged for {provider}, and no provider has that id',
    tokensCounted:
      'counted in full: {counted} tokens, since the estimate of {estimate} lies near a rule’s limit',
    tokensNotCounted:
      'the estimate of {estimate} tokens stands: it lies near a rule’s limit, but the full count did not come in time',
    on: 'on',
    isOff: 'off',
    present: 'yes',
    absent: 'none',
    notGiven: 'not given',
    notKnown: 'not known',
    empty: 'empty',
    targetSkipped: '{target} was passed over: {why}',
    targetSkippedFor: '{target} was passed over: {why} ({seconds} s)',
    conversationKept: 'the conversation stays at {target}',
    conversationMoved: 'the conversation moved from {from} to {to}: {why}',
    'why-circuit-open': 'it failed several times in a row',
    'why-rate-limited': 'it asked for a pause',
    'why-overloaded': 'it is overloaded',
    'why-key-refused': 'its key was refused',
    'why-budget-spent': 'its minute is used up',
    'why-context-too-small': 'the prompt is too long for it',
    'why-rule-changed': 'the rule changed',
    'why-failed': 'it failed',
    'why-recovered': 'the earlier target can be asked again',
    separator: '; ',
  },
  ko: {
    kind: '종류: {is}, 조건: {wants}',
    model: '모델: {is}, 조건: {wants}',
    tier: '등급: {is}, 조건: {wants}',
    tokensMin: '{is} 토큰, 조건: {min} 이상',
    tokensMax: '{is} 토큰, 조건: {max} 이하',
    tokensBoth: '{is} 토큰, 조건: {min}~{max}',
    thinking: '사고: {is}, 조건: {wants}',
    stream: '스트리밍: {is}, 조건: {wants}',
    effort: '노력 수준: {is}, 조건: {wants}',
    toolsMissing: '다음 도구가 하나도 없음: {wants}',
    toolsOffered: '제공하는 도구: {wants}',
    toolCount: { other: '도구 {count}개 제공' },
    toolsMin: '도구 {is}개, 조건: {min}개 이상',
    toolsMax: '도구 {is}개, 조건: {max}개 이하',
    toolsBoth: '도구 {is}개, 조건: {min}~{max}개',
    imagesWanted: '이미지나 문서: {is}, 조건: 있음',
    imagesUnwanted: '이미지나 문서: {is}, 조건: 없음',
    tagWanted: '서브에이전트 태그: {is}, 조건: 있음',
    tagUnwanted: '서브에이전트 태그: {is}, 조건: 없음',
    project: '프로젝트: {is}, 조건: {wants}',
    client: '클라이언트: {is}, 조건: {wants}',
    time: '현재 {is}, 조건: {from}~{to}',
    excluded: '제외됨: {inner}',
    notExcluded: '제외되지 않음: {inner}',
    always: '조건 없음: 모든 요청에 적용',
    off: '규칙이 꺼져 있음',
    explicitModel: '클라이언트가 {provider} 공급자의 {model} 모델을 이름으로 지정',
    replayed: '실시간에서 {provider} 공급자의 {model} 모델로 다시 보냄',
    tagged: '프롬프트에 {provider} 공급자의 {model} 모델 태그가 있음',
    taggedUnknown: '프롬프트 태그의 {provider} 아이디를 가진 공급자가 없음',
    tokensCounted: '전체를 셈: {counted} 토큰 (추정치 {estimate}이(가) 규칙의 한계에 가까움)',
    tokensNotCounted:
      '추정치 {estimate} 토큰을 그대로 사용: 규칙의 한계에 가깝지만 전체 계산이 제때 끝나지 않음',
    on: '켜짐',
    isOff: '꺼짐',
    present: '있음',
    absent: '없음',
    notGiven: '지정 안 됨',
    notKnown: '알 수 없음',
    empty: '비어 있음',
    targetSkipped: '{target} 건너뜀: {why}',
    targetSkippedFor: '{target} 건너뜀: {why} ({seconds}초)',
    conversationKept: '대화가 {target}에 유지됨',
    conversationMoved: '대화가 {from}에서 {to}(으)로 이동: {why}',
    'why-circuit-open': '연속으로 여러 번 실패함',
    'why-rate-limited': '잠시 멈춤을 요청함',
    'why-overloaded': '과부하 상태',
    'why-key-refused': '키가 거부됨',
    'why-budget-spent': '분당 한도를 모두 사용함',
    'why-context-too-small': '프롬프트가 너무 김',
    'why-rule-changed': '규칙이 변경됨',
    'why-failed': '실패함',
    'why-recovered': '앞선 대상을 다시 사용할 수 있음',
    separator: '; ',
  },
  ar: {
    kind: 'النوع: {is}، والمطلوب: {wants}',
    model: 'النموذج: {is}، والمطلوب: {wants}',
    tier: 'الفئة: {is}، والمطلوب: {wants}',
    tokensMin: 'عدد الرموز: {is}، والمطلوب: {min} على الأقل',
    tokensMax: 'عدد الرموز: {is}، والمطلوب: {max} على الأكثر',
    tokensBoth: 'عدد الرموز: {is}، والمطلوب: من {min} إلى {max}',
    thinking: 'التفكير: {is}، والمطلوب: {wants}',
    stream: 'البث: {is}، والمطلوب: {wants}',
    effort: 'مستوى الجهد: {is}، والمطلوب: {wants}',
    toolsMissing: 'لا يعرض أيًا من الأدوات: {wants}',
    toolsOffered: 'يعرض من الأدوات: {wants}',
    toolCount: {
      zero: 'لا يعرض أدوات',
      one: 'يعرض أداة واحدة',
      two: 'يعرض أداتين',
      few: 'يعرض {count} أدوات',
      many: 'يعرض {count} أداة',
      other: 'يعرض {count} أداة',
    },
    toolsMin: 'عدد الأدوات: {is}، والمطلوب: {min} على الأقل',
    toolsMax: 'عدد الأدوات: {is}، والمطلوب: {max} على الأكثر',
    toolsBoth: 'عدد الأدوات: {is}، والمطلوب: من {min} إلى {max}',
    imagesWanted: 'الصور أو المستندات: {is}، والمطلوب وجودها',
    imagesUnwanted: 'الصور أو المستندات: {is}، والمطلوب غيابها',
    tagWanted: 'وسم الوكيل الفرعي: {is}، والمطلوب وجوده',
    tagUnwanted: 'وسم الوكيل الفرعي: {is}، والمطلوب غيابه',
    project: 'المشروع: {is}، والمطلوب: {wants}',
    client: 'العميل: {is}، والمطلوب: {wants}',
    time: 'الساعة: {is}، والمطلوب: من {from} إلى {to}',
    excluded: 'مستثنى: {inner}',
    notExcluded: 'غير مستثنى: {inner}',
    always: 'بلا شروط: تأخذ كل طلب',
    off: 'القاعدة متوقفة',
    explicitModel: 'طلب العميل {model} لدى {provider} بالاسم',
    replayed: 'أُعيد إرساله من المباشر إلى {model} لدى {provider}',
    tagged: 'في النص وسم يطلب {model} لدى {provider}',
    taggedUnknown: 'في النص وسم يطلب {provider}، ولا مزوّد بهذا المعرّف',
    tokensCounted: 'عُدّ النص كاملًا: {counted} رمز، لأن التقدير {estimate} قريب من حد إحدى القواعد',
    tokensNotCounted:
      'يبقى التقدير {estimate} رمز: هو قريب من حد إحدى القواعد، لكن العد الكامل لم يصل في الوقت المحدد',
    on: 'يعمل',
    isOff: 'متوقف',
    present: 'يوجد',
    absent: 'لا يوجد',
    notGiven: 'غير محدد',
    notKnown: 'غير معروف',
    empty: 'فارغ',
    targetSkipped: 'تم تجاوز {target}: {why}',
    targetSkippedFor: 'تم تجاوز {target}: {why} ({seconds} ث)',
    conversationKept: 'تبقى المحادثة عند {target}',
    conversationMoved: 'انتقلت المحادثة من {from} إلى {to}: {why}',
    'why-circuit-open': 'فشل عدة مرات متتالية',
    'why-rate-limited': 'طلب التوقف قليلًا',
    'why-overloaded': 'مثقل بالطلبات',
    'why-key-refused': 'رُفض مفتاحه',
    'why-budget-spent': 'استُهلك حد الدقيقة',
    'why-context-too-small': 'النص أطول مما يتسع له',
    'why-rule-changed': 'تغيّرت القاعدة',
    'why-failed': 'فشل',
    'why-recovered': 'يمكن طلب الهدف الأسبق من جديد',
    separator: '؛ ',
  },
});

/** The reason in the user's language; a row of an earlier version has only its English sentence. */
export function reasonOf(verdict: RuleVerdict, language: Language): string {
  return verdict.reason === undefined ? verdict.because : wordReason(verdict.reason, language);
}

export function wordReason(reason: MatchReason, language: Language): string {
  return byCode(tableOf(language), reason);
}

function tableOf(language: Language): ReasonTable<string> {
  const t = (key: keyof typeof reasons.en, values: Values = {}): string =>
    translate(reasons, language, key, values);
  const anyOf = (values: readonly string[]): string =>
    new Intl.ListFormat(language, { type: 'disjunction' }).format(values.map(isolated));
  const listed = (values: readonly string[]): string =>
    values.map(isolated).join(translate(vocabulary, language, 'listSeparator'));
  const onOff = (value: boolean): string => t(value ? 'on' : 'isOff');
  const presence = (value: boolean): string => t(value ? 'present' : 'absent');
  return {
    kind: ({ is, wants }) => {
      const word = (kind: (typeof is)[number]): string =>
        translate(vocabulary, language, `kind-${kind}`);
      return t('kind', { is: listed(is.map(word)), wants: anyOf(wants.map(word)) });
    },
    model: ({ is, wants }) =>
      t('model', { is: is === '' ? t('empty') : isolated(is), wants: anyOf(wants) }),
    tier: ({ is, wants }) => t('tier', { is: isolated(is), wants: anyOf(wants) }),
    tokens: (range) => t(`tokens${sidesOf(range)}`, countsOf(range)),
    thinking: ({ is, wants }) => t('thinking', { is: onOff(is), wants: onOff(wants) }),
    stream: ({ is, wants }) => t('stream', { is: onOff(is), wants: onOff(wants) }),
    effort: ({ is, wants }) =>
      t('effort', { is: is === null ? t('notGiven') : isolated(is), wants: anyOf(wants) }),
    'tools-missing': ({ wants }) => t('toolsMissing', { wants: listed(wants) }),
    'tools-offered': ({ wants }) => t('toolsOffered', { wants: anyOf(wants) }),
    'tool-count': ({ is }) => t('toolCount', { count: is }),
    'tool-range': (range) => t(`tools${sidesOf(range)}`, countsOf(range)),
    images: ({ is, wants }) => t(wants ? 'imagesWanted' : 'imagesUnwanted', { is: presence(is) }),
    tag: ({ is, wants }) => t(wants ? 'tagWanted' : 'tagUnwanted', { is: presence(is) }),
    project: ({ is, wants }) =>
      t('project', { is: is === null ? t('notKnown') : isolated(is), wants: anyOf(wants) }),
    client: ({ is, wants }) => {
      const word = (client: typeof is): string =>
        translate(vocabulary, language, `client-${client}`);
      return t('client', { is: isolated(word(is)), wants: anyOf(wants.map(word)) });
    },
    time: ({ is, from, to }) => t('time', { is, from, to }),
    not: ({ excluded, inner }) =>
      t(excluded ? 'excluded' : 'notExcluded', { inner: wordReason(inner, language) }),
    all: ({ of }) => of.map((each) => wordReason(each, language)).join(t('separator')),
    always: () => t('always'),
    off: () => t('off'),
    'explicit-model': ({ provider, model }) =>
      t('explicitModel', { provider: isolated(provider), model: isolated(model) }),
    replayed: ({ provider, model }) =>
      t('replayed', { provider: isolated(provider), model: isolated(model) }),
    tagged: ({ provider, model }) =>
      t('tagged', { provider: isolated(provider), model: isolated(model) }),
    'tagged-unknown': ({ provider }) => t('taggedUnknown', { provider: isolated(provider) }),
    'tokens-counted': ({ estimate, counted }) =>
      t('tokensCounted', { estimate: grouped(estimate), counted: grouped(counted) }),
    'tokens-not-counted': ({ estimate }) => t('tokensNotCounted', { estimate: grouped(estimate) }),
    'target-skipped': ({ target, why, seconds }) => {
      const values = { target: isolated(target), why: t(`why-${why}`) };
      return seconds === null
        ? t('targetSkipped', values)
        : t('targetSkippedFor', { ...values, seconds });
    },
    'conversation-kept': ({ target }) => t('conversationKept', { target: isolated(target) }),
    'conversation-moved': ({ from, to, why }) =>
      t('conversationMoved', { from: isolated(from), to: isolated(to), why: t(`why-${why}`) }),
  };
}

/** A range without bounds takes every number, so it never decides; then "0 or more" says it. */
function sidesOf({ min, max }: CountedRange): 'Min' | 'Max' | 'Both' {
  if (min !== null && max !== null) return 'Both';
  return max === null ? 'Min' : 'Max';
}

function countsOf({ is, min, max }: CountedRange): Values {
  return { is: grouped(is), min: grouped(min ?? 0), max: grouped(max ?? 0) };
}

function grouped(value: number): string {
  return groupThousands(String(value));
}

/** Ids, paths and globs keep their own direction inside an Arabic sentence (first strong isolate). */
function isolated(value: string): string {
  return `\u2068${value}\u2069`;
}
