import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean;
}

/** A native list in the look of a pick: the platform's own keys, typing and screen-reader words come with it. */
export function Select<T extends string>(props: {
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  /** Spoken; shown in grey before the value only with `showLabel`. */
  readonly label?: string;
  readonly showLabel?: boolean;
  readonly id?: string;
  /** In a form: as wide as its column, edge as strong as a field's. */
  readonly field?: boolean;
  readonly mono?: boolean;
}): ReactNode {
  const { value, options, label, showLabel = false } = props;
  return (
    <label className={classes('pick', props.field === true && 'as-field')}>
      {showLabel ? <span className="t3">{label}</span> : null}
      <select
        id={props.id}
        className={classes(props.mono === true && 'mono')}
        value={value}
        aria-label={label}
        onChange={(event) => props.onChange(event.target.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" size="small" />
    </label>
  );
}
