import { useId } from 'react';
import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from './classes.ts';
import { Glyph } from './Glyph.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.tsx';

/** Label, control, and below it either what is wrong or a hint. The label stays when there is a value. */
export function Field(props: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  /** Gets the ids that tie label, control and message together. */
  readonly children: (ids: FieldIds) => ReactNode;
}): ReactNode {
  const id = useId();
  const { error = null, hint } = props;
  const hasMessage = error !== null || hint !== undefined;
  const ids: FieldIds = {
    id,
    'aria-describedby': hasMessage ? `${id}-message` : undefined,
    'aria-invalid': error === null ? undefined : true,
  };
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {props.label}
      </label>
      {props.children(ids)}
      {hasMessage ? (
        <p id={`${id}-message`} className={classes('field-message', error !== null && 'bad')}>
          {error === null ? (
            hint
          ) : (
            <>
              <Glyph name="bad" />
              {error}
            </>
          )}
        </p>
      ) : null}
    </div>
  );
}

export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

type Native = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'className' | 'value'>;

/** One line of text. Machine values are mono and run left to right in every language. */
export function TextField(
  props: Native & {
    readonly ref?: Ref<HTMLInputElement> | undefined;
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly mono?: boolean;
    readonly icon?: IconName;
    readonly soft?: boolean;
    readonly trailing?: ReactNode;
  },
): ReactNode {
  const { onChange, mono = false, icon, soft, trailing, ref, ...native } = props;
  return (
    <span
      className={classes(
        'input',
        soft === true && 'soft',
        native['aria-invalid'] === true && 'bad-b',
      )}
    >
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      <input
        {...native}
        ref={ref}
        className={classes(mono && 'mono')}
        dir={mono ? 'ltr' : native.dir}
        spellCheck={mono ? false : native.spellCheck}
        onChange={(event) => onChange(event.target.value)}
      />
      {trailing}
    </span>
  );
}
