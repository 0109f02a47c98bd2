import { useRef } from 'react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { moveFocus } from './Menu.tsx';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
}

/** Two to five views of one thing. Arrows choose, in reading direction. */
export function Segment<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
}): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const { value, choices } = props;
  return (
    <div
      ref={group}
      className="seg"
      role="radiogroup"
      aria-label={props.label}
      onKeyDown={(event) => {
        moveFocus(event, group.current, '[role="radio"]', 'both')?.click();
      }}
    >
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={choice.value === value ? 0 : -1}
          className={classes(choice.value === value && 'on')}
          onClick={() => props.onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
