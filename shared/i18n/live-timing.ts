import { defineMessages } from './messages.ts';

/** Where the time of one request went. */
export const liveTiming = defineMessages({
  en: {
    queue: 'Until the first attempt',
    connect: 'Connection',
    headers: 'Until the headers',
    firstByte: 'Until the first event',
    rhythm: 'The stream',
    rhythmAbout: { one: '{count} event over {time}', other: '{count} events over {time}' },
    gaps: 'Longest silences',
    gapFrom: 'began at',
    gapUntil: 'ended by',
    noGaps: 'No silence over 0.5 s.',
  },
  ko: {
    queue: '첫 시도까지',
    connect: '연결',
    headers: '헤더까지',
    firstByte: '첫 이벤트까지',
    rhythm: '스트림',
    rhythmAbout: { other: '{time} 동안 이벤트 {count}건' },
    gaps: '가장 긴 공백',
    gapFrom: '시작',
    gapUntil: '끝낸 이벤트',
    noGaps: '0.5초를 넘는 공백이 없습니다.',
  },
  ar: {
    queue: 'حتى أول محاولة',
    connect: 'الاتصال',
    headers: 'حتى الترويسات',
    firstByte: 'حتى أول حدث',
    rhythm: 'البث',
    rhythmAbout: {
      zero: 'لا أحداث خلال {time}',
      one: 'حدث واحد خلال {time}',
      two: 'حدثان خلال {time}',
      few: '{count} أحداث خلال {time}',
      many: '{count} حدثًا خلال {time}',
      other: '{count} حدث خلال {time}',
    },
    gaps: 'أطول فترات الصمت',
    gapFrom: 'بدأ عند',
    gapUntil: 'أنهاه',
    noGaps: 'لا صمت فوق 0.5 s.',
  },
});
