import { defineMessages } from './messages.ts';

/** Figures that open, in Live, the requests that they were counted from. */
export const figures = defineMessages({
  en: {
    openRows: 'Show these requests in Live',
    openRowsPartly: {
      one: 'Show these requests in Live; {older} older one is kept as a sum only',
      other: 'Show these requests in Live; {older} older ones are kept as sums only',
    },
    sumsOnly: 'Older requests: only their sums are kept, so there is no list of them',
    passedOn: {
      one: 'Show these requests in Live; {count} more went on to another model and is listed there',
      other:
        'Show these requests in Live; {count} more went on to another model and are listed there',
    },
    daysOf: 'Days that can be opened',
    dayLabel: {
      one: '{day}: {requests} request, spent {spent}, baseline {baseline}',
      other: '{day}: {requests} requests, spent {spent}, baseline {baseline}',
    },
    foldedInCosts: {
      one: 'Of {count} older request only the sums of its day are kept: it is counted here, but Live cannot list it.',
      other:
        'Of {count} older requests only the sums of their days are kept: they are counted here, but Live cannot list them.',
    },
    foldedInLive: {
      one: 'Of requests older than {count} day only sums are kept: Costs counts them, this list cannot show them.',
      other:
        'Of requests older than {count} days only sums are kept: Costs counts them, this list cannot show them.',
    },
  },
  ko: {
    openRows: '이 요청들을 실시간에서 보기',
    openRowsPartly: {
      other: '이 요청들을 실시간에서 보기. 더 오래된 {older}건은 합계만 남아 있습니다',
    },
    sumsOnly: '오래된 요청이라 합계만 남아 있어 목록이 없습니다',
    passedOn: {
      other: '이 요청들을 실시간에서 보기. {count}건은 다른 모델로 넘어가 그쪽에 표시됩니다',
    },
    daysOf: '열어 볼 수 있는 날짜',
    dayLabel: { other: '{day}: 요청 {requests}건, 지출 {spent}, 기준 {baseline}' },
    foldedInCosts: {
      other:
        '더 오래된 요청 {count}건은 일별 합계만 남아 있습니다. 여기에는 포함되지만 실시간에서 목록으로 볼 수 없습니다.',
    },
    foldedInLive: {
      other:
        '{count}일보다 오래된 요청은 합계로만 보관됩니다. 비용에는 포함되지만 이 목록에는 표시할 수 없습니다.',
    },
  },
  ar: {
    openRows: 'عرض هذه الطلبات في المباشر',
    openRowsPartly: {
      zero: 'عرض هذه الطلبات في المباشر',
      one: 'عرض هذه الطلبات في المباشر؛ ومن طلب أقدم لم يبق إلا مجموعه',
      two: 'عرض هذه الطلبات في المباشر؛ ومن طلبين أقدم لم يبق إلا مجموعهما',
      few: 'عرض هذه الطلبات في المباشر؛ ومن {older} طلبات أقدم لم تبق إلا مجاميعها',
      many: 'عرض هذه الطلبات في المباشر؛ ومن {older} طلبًا أقدم لم تبق إلا مجاميعها',
      other: 'عرض هذه الطلبات في المباشر؛ ومن {older} طلب أقدم لم تبق إلا مجاميعها',
    },
    sumsOnly: 'طلبات قديمة: لم تبق إلا مجاميعها، فلا قائمة لها',
    passedOn: {
      zero: 'عرض هذه الطلبات في المباشر',
      one: 'عرض هذه الطلبات في المباشر؛ وانتقل طلب آخر إلى نموذج غيره ويُعرض هناك',
      two: 'عرض هذه الطلبات في المباشر؛ وانتقل طلبان آخران إلى نموذج غيره ويُعرضان هناك',
      few: 'عرض هذه الطلبات في المباشر؛ وانتقلت {count} طلبات أخرى إلى نموذج غيره وتُعرض هناك',
      many: 'عرض هذه الطلبات في المباشر؛ وانتقل {count} طلبًا آخر إلى نموذج غيره ويُعرض هناك',
      other: 'عرض هذه الطلبات في المباشر؛ وانتقل {count} طلب آخر إلى نموذج غيره ويُعرض هناك',
    },
    daysOf: 'أيام يمكن فتحها',
    dayLabel: {
      zero: '{day}: بلا طلبات',
      one: '{day}: طلب واحد، أُنفق {spent}، الأساس {baseline}',
      two: '{day}: طلبان، أُنفق {spent}، الأساس {baseline}',
      few: '{day}: {requests} طلبات، أُنفق {spent}، الأساس {baseline}',
      many: '{day}: {requests} طلبًا، أُنفق {spent}، الأساس {baseline}',
      other: '{day}: {requests} طلب، أُنفق {spent}، الأساس {baseline}',
    },
    foldedInCosts: {
      zero: 'كل هذه الطلبات محفوظة.',
      one: 'من طلب أقدم لم يبق إلا مجموع يومه: هو محسوب هنا ولا يعرضه المباشر.',
      two: 'من طلبين أقدم لم تبق إلا مجاميع أيامهما: هما محسوبان هنا ولا يعرضهما المباشر.',
      few: 'من {count} طلبات أقدم لم تبق إلا مجاميع أيامها: هي محسوبة هنا ولا يعرضها المباشر.',
      many: 'من {count} طلبًا أقدم لم تبق إلا مجاميع أيامها: هي محسوبة هنا ولا يعرضها المباشر.',
      other: 'من {count} طلب أقدم لم تبق إلا مجاميع أيامها: هي محسوبة هنا ولا يعرضها المباشر.',
    },
    foldedInLive: {
      zero: 'لا تُحفظ من الطلبات القديمة إلا مجاميعها: تحسبها التكاليف ولا تعرضها هذه القائمة.',
      one: 'لا تُحفظ من الطلبات الأقدم من يوم إلا مجاميعها: تحسبها التكاليف ولا تعرضها هذه القائمة.',
      two: 'لا تُحفظ من الطلبات الأقدم من يومين إلا مجاميعها: تحسبها التكاليف ولا تعرضها هذه القائمة.',
      few: 'لا تُحفظ من الطلبات الأقدم من {count} أيام إلا مجاميعها: تحسبها التكاليف ولا تعرضها هذه القائمة.',
      many: 'لا تُحفظ من الطلبات الأقدم من {count} يومًا إلا مجاميعها: تحسبها التكاليف ولا تعرضها هذه القائمة.',
      other:
        'لا تُحفظ من الطلبات الأقدم من {count} يوم إلا مجاميعها: تحسبها التكاليف ولا تعرضها هذه القائمة.',
    },
  },
});
