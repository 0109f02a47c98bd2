import { defineMessages } from './messages.ts';

/** Choosing, ordering and sizing the columns of Live. */
export const liveColumns = defineMessages({
  en: {
    columns: 'Columns',
    reset: 'Reset',
    untouched: 'The columns are as they came',
    isFirst: 'It is the first',
    isLast: 'It is the last',
    show: 'Show {name}',
    width: 'Width of {name}',
    moveUp: 'Move {name} up',
    moveDown: 'Move {name} down',
    moved: '{name}, place {place} of {count}',
    sized: '{name}, {width} pixels',
    headHint:
      'Drag to move, drag the edge to resize. With the keyboard: Alt and arrows move, Shift and arrows resize.',
  },
  ko: {
    columns: '열',
    reset: '초기화',
    untouched: '열이 처음 그대로입니다',
    isFirst: '첫 번째 열입니다',
    isLast: '마지막 열입니다',
    show: '{name} 표시',
    width: '{name} 너비',
    moveUp: '{name} 위로',
    moveDown: '{name} 아래로',
    moved: '{name}, {count}개 중 {place}번째',
    sized: '{name}, {width}픽셀',
    headHint:
      '끌어서 이동하고 가장자리를 끌어 크기를 바꿉니다. 키보드: Alt+화살표로 이동, Shift+화살표로 크기 조절.',
  },
  ar: {
    columns: 'الأعمدة',
    reset: 'إعادة الضبط',
    untouched: 'الأعمدة على حالها الأول',
    isFirst: 'هو الأول',
    isLast: 'هو الأخير',
    show: 'إظهار {name}',
    width: 'عرض {name}',
    moveUp: 'نقل {name} إلى أعلى',
    moveDown: 'نقل {name} إلى أسفل',
    moved: '{name}، الموضع {place} من {count}',
    sized: '{name}، {width} بكسل',
    headHint:
      'السحب للنقل، وسحب الحافة لتغيير العرض. بلوحة المفاتيح: Alt مع الأسهم للنقل، وShift مع الأسهم للعرض.',
  },
});
