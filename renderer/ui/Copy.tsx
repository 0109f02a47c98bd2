import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Button, IconButton } from './Button.tsx';

const shownMs = 1600;

/** Copies through `copy` and says so in its own label for a moment; no toast. */
export function CopyButton(props: {
  readonly copy: () => Promise<boolean>;
  readonly label: string;
  readonly copiedLabel: string;
  readonly iconOnly?: boolean;
  readonly size?: 'normal' | 'small' | 'large';
}): ReactNode {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const label = isCopied ? props.copiedLabel : props.label;
  const onClick = (): void => {
    void props.copy().then(setCopied);
  };
  const shared = { size: props.size ?? 'normal', onClick } as const;
  return props.iconOnly === true ? (
    <IconButton {...shared} icon={isCopied ? 'check' : 'copy'} label={label} aria-live="polite" />
  ) : (
    <Button {...shared} icon={isCopied ? 'check' : 'copy'} aria-live="polite">
      {label}
    </Button>
  );
}
