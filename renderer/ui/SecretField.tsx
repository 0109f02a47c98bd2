import type { ReactNode, Ref } from 'react';
import { Icon } from './Icon.tsx';

/**
 * A masked input that no state holds: the caller takes the secret out with `takeSecret`, which empties the element.
 * Only the length leaves it while the person types.
 */
export function SecretField(props: {
  readonly ref: Ref<HTMLInputElement>;
  readonly label: string;
  readonly placeholder?: string;
  readonly id?: string;
  readonly onLength?: (length: number) => void;
  readonly trailing?: ReactNode;
  readonly large?: boolean;
}): ReactNode {
  const { ref, id, label, placeholder, onLength, trailing, large } = props;
  return (
    <span className={large === true ? 'input lg' : 'input'}>
      <Icon name="key" size="small" />
      <input
        ref={ref}
        id={id}
        type="password"
        className="mono"
        dir="ltr"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-label={label}
        placeholder={placeholder}
        onChange={(event) => onLength?.(event.target.value.length)}
      />
      {trailing}
    </span>
  );
}

/** Empties the field and hands over what was in it, without the blanks that copying brings along. */
export function takeSecret(field: HTMLInputElement | null): string {
  if (field === null) return '';
  const secret = field.value.trim();
  field.value = '';
  return secret;
}
