import { defineMessages } from './messages.ts';

/** What is said when requests are not kept as they should be; in Live, Costs and Overview. */
export const storeState = defineMessages({
  en: {
    newer: 'The history was written by a newer Switchyard',
    newerHelp:
      'It can be read, and nothing is added to it. Update Switchyard to keep requests again.',
    full: 'The disk is full',
    fullHelp:
      'Requests pass as before. The newest wait in memory and are written once there is room: free some space.',
    failing: 'The history cannot be written',
    failingHelp:
      'Requests pass as before and wait in memory; writing is tried again every few seconds. Check the disk, and whether another program holds the file.',
    restarting: 'The history is starting again',
    restartingHelp: 'Requests pass as before and wait in memory. Older ones are back in a moment.',
    stopped: 'Requests are not kept',
    stoppedHelp:
      'Live shows what passes now; Costs knows nothing of it. Check that the folder of Switchyard’s data can be written, then start Switchyard again.',
    setAside: 'The history was damaged and begins anew',
    setAsideHelp: 'The damaged file is kept beside the new one as {file}.',
    dropped: {
      one: '{count} request is not in the history.',
      other: '{count} requests are not in the history.',
    },
    droppedTitle: 'Some requests were not kept',
    droppedBodies: {
      one: 'The bodies of {count} request could not be written.',
      other: 'The bodies of {count} requests could not be written.',
    },
    droppedBodiesTitle: 'Some bodies were not kept',
    openCosts: 'Open Costs',
  },
  ko: {
    newer: '기록이 더 새로운 Switchyard에서 작성되었습니다',
    newerHelp: '읽을 수는 있지만 추가되지 않습니다. 다시 보관하려면 Switchyard를 업데이트하세요.',
    full: '디스크가 가득 찼습니다',
    fullHelp:
      '요청은 그대로 전달됩니다. 최근 요청은 메모리에서 기다리다가 공간이 생기면 기록됩니다. 공간을 확보하세요.',
    failing: '기록을 쓸 수 없습니다',
    failingHelp:
      '요청은 그대로 전달되며 메모리에서 기다립니다. 몇 초마다 다시 시도합니다. 디스크와, 다른 프로그램이 파일을 잡고 있는지 확인하세요.',
    restarting: '기록을 다시 시작하는 중입니다',
    restartingHelp: '요청은 그대로 전달되며 메모리에서 기다립니다. 이전 요청은 곧 다시 표시됩니다.',
    stopped: '요청이 보관되지 않습니다',
    stoppedHelp:
      '실시간에는 지금 지나가는 요청이 표시되지만 비용에는 반영되지 않습니다. Switchyard 데이터 폴더에 쓸 수 있는지 확인한 뒤 다시 시작하세요.',
    setAside: '기록이 손상되어 새로 시작합니다',
    setAsideHelp: '손상된 파일은 새 파일 옆에 {file}(으)로 남아 있습니다.',
    dropped: { other: '요청 {count}개가 기록에 없습니다.' },
    droppedTitle: '일부 요청이 보관되지 않았습니다',
    droppedBodies: { other: '요청 {count}개의 본문을 기록하지 못했습니다.' },
    droppedBodiesTitle: '일부 본문이 보관되지 않았습니다',
    openCosts: '비용 열기',
  },
  ar: {
    newer: 'كُتب السجل بإصدار أحدث من Switchyard',
    newerHelp: 'يمكن قراءته ولا يُضاف إليه شيء. حدّث Switchyard ليحفظ الطلبات من جديد.',
    full: 'القرص ممتلئ',
    fullHelp:
      'تمر الطلبات كالمعتاد. ينتظر أحدثها في الذاكرة ويُكتب حين تتوفر مساحة: أفرغ بعض المساحة.',
    failing: 'تتعذر الكتابة في السجل',
    failingHelp:
      'تمر الطلبات كالمعتاد وتنتظر في الذاكرة، وتعاد المحاولة كل بضع ثوانٍ. تحقق من القرص ومن أن برنامجًا آخر لا يحجز الملف.',
    restarting: 'السجل يبدأ من جديد',
    restartingHelp: 'تمر الطلبات كالمعتاد وتنتظر في الذاكرة. ستعود الطلبات الأقدم بعد لحظة.',
    stopped: 'الطلبات لا تُحفظ',
    stoppedHelp:
      'تعرض صفحة «مباشر» ما يمر الآن، ولا تعلم به صفحة التكاليف. تحقق من إمكان الكتابة في مجلد بيانات Switchyard ثم شغّله من جديد.',
    setAside: 'كان السجل تالفًا وبدأ من جديد',
    setAsideHelp: 'الملف التالف محفوظ بجانب الجديد باسم {file}.',
    dropped: {
      zero: 'لا طلبات ناقصة في السجل.',
      one: 'طلب واحد ليس في السجل.',
      two: 'طلبان ليسا في السجل.',
      few: '{count} طلبات ليست في السجل.',
      many: '{count} طلبًا ليس في السجل.',
      other: '{count} طلب ليس في السجل.',
    },
    droppedTitle: 'بعض الطلبات لم تُحفظ',
    droppedBodies: {
      zero: 'كُتبت محتويات كل الطلبات.',
      one: 'تعذّرت كتابة محتوى طلب واحد.',
      two: 'تعذّرت كتابة محتوى طلبين.',
      few: 'تعذّرت كتابة محتوى {count} طلبات.',
      many: 'تعذّرت كتابة محتوى {count} طلبًا.',
      other: 'تعذّرت كتابة محتوى {count} طلب.',
    },
    droppedBodiesTitle: 'بعض المحتويات لم تُحفظ',
    openCosts: 'فتح التكاليف',
  },
});
