import { defineMessages } from './messages.ts';

/** A HAR file that is looked at in Live. */
export const har = defineMessages({
  en: {
    open: 'Open a HAR…',
    banner: {
      one: '{file}: {count} request. You only look at it: nothing of it is stored or counted.',
      other: '{file}: {count} requests. You only look at them: nothing of it is stored or counted.',
    },
    'skipped-other': {
      one: '{count} entry is no request to a model.',
      other: '{count} entries are no requests to a model.',
    },
    'skipped-damaged': {
      one: '{count} entry could not be read.',
      other: '{count} entries could not be read.',
    },
    'skipped-surplus': {
      one: '{count} more is beyond what the list holds.',
      other: '{count} more are beyond what the list holds.',
    },
    close: 'Close the file',
    failed: 'The file could not be opened: {reason}',
    dismiss: 'Dismiss',
    empty: 'No request to a model in this file',
    emptyText: 'Shown are requests to /v1/messages and /chat/completions.',
    noBody: 'The file holds no body of this.',
    noEvents: 'The file holds no events of this.',
  },
  ko: {
    open: 'HAR 열기…',
    banner: {
      other: '{file}: 요청 {count}건. 보기만 하며, 저장하거나 집계하지 않습니다.',
    },
    'skipped-other': { other: '모델 요청이 아닌 항목 {count}개.' },
    'skipped-damaged': { other: '읽을 수 없는 항목 {count}개.' },
    'skipped-surplus': { other: '목록에 담을 수 없는 항목 {count}개.' },
    close: '파일 닫기',
    failed: '파일을 열 수 없습니다: {reason}',
    dismiss: '닫기',
    empty: '이 파일에 모델 요청이 없습니다',
    emptyText: '/v1/messages 및 /chat/completions 요청을 표시합니다.',
    noBody: '파일에 이 본문이 없습니다.',
    noEvents: '파일에 이 이벤트가 없습니다.',
  },
  ar: {
    open: 'فتح ملف HAR…',
    banner: {
      zero: '{file}: لا طلبات.',
      one: '{file}: طلب واحد. للعرض فقط: لا يُخزَّن منه شيء ولا يُحتسب.',
      two: '{file}: طلبان. للعرض فقط: لا يُخزَّن منه شيء ولا يُحتسب.',
      few: '{file}: {count} طلبات. للعرض فقط: لا يُخزَّن منه شيء ولا يُحتسب.',
      many: '{file}: {count} طلبًا. للعرض فقط: لا يُخزَّن منه شيء ولا يُحتسب.',
      other: '{file}: {count} طلب. للعرض فقط: لا يُخزَّن منه شيء ولا يُحتسب.',
    },
    'skipped-other': {
      zero: 'كل المدخلات طلبات إلى نماذج.',
      one: 'مدخلة واحدة ليست طلبًا إلى نموذج.',
      two: 'مدخلتان ليستا طلبين إلى نموذج.',
      few: '{count} مدخلات ليست طلبات إلى نموذج.',
      many: '{count} مدخلة ليست طلبًا إلى نموذج.',
      other: '{count} مدخلة ليست طلبًا إلى نموذج.',
    },
    'skipped-damaged': {
      zero: 'قُرئت كل المدخلات.',
      one: 'تعذرت قراءة مدخلة واحدة.',
      two: 'تعذرت قراءة مدخلتين.',
      few: 'تعذرت قراءة {count} مدخلات.',
      many: 'تعذرت قراءة {count} مدخلة.',
      other: 'تعذرت قراءة {count} مدخلة.',
    },
    'skipped-surplus': {
      zero: 'لا شيء فوق سعة القائمة.',
      one: 'مدخلة واحدة فوق سعة القائمة.',
      two: 'مدخلتان فوق سعة القائمة.',
      few: '{count} مدخلات فوق سعة القائمة.',
      many: '{count} مدخلة فوق سعة القائمة.',
      other: '{count} مدخلة فوق سعة القائمة.',
    },
    close: 'إغلاق الملف',
    failed: 'تعذر فتح الملف: {reason}',
    dismiss: 'إخفاء',
    empty: 'لا طلب إلى نموذج في هذا الملف',
    emptyText: 'تظهر الطلبات إلى ‎/v1/messages‎ و‎/chat/completions‎.',
    noBody: 'لا يحوي الملف هذا المحتوى.',
    noEvents: 'لا يحوي الملف هذه الأحداث.',
  },
});
