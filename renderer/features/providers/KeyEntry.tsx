import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { frame } from '../../../shared/i18n/frame.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { SecretField, takeSecret } from '../../ui/SecretField.tsx';
import { TextField } from '../../ui/Field.tsx';

/**
 * A key's way to the keychain. The secret lives in the input element only, never in React state; it is taken out and
 * the field emptied before the call that stores it begins.
 */
export function KeyEntry(props: {
  /** Given when an existing key is replaced. */
  readonly keyId: string | null;
  readonly suggestedId: string;
  readonly store: (keyId: string, secret: string) => Promise<string | null>;
  readonly onDone: () => void;
  readonly onCancel: (() => void) | null;
}): ReactNode {
  const t = useMessages(providers);
  const f = useMessages(frame);
  const [keyId, setKeyId] = useState(props.keyId ?? props.suggestedId);
  const [length, setLength] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [isStoring, setStoring] = useState(false);
  const secretField = useRef<HTMLInputElement>(null);

  const submit = async (): Promise<void> => {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(keyId)) {
      setProblem(t('keyNameRule'));
      return;
    }
    const secret = takeSecret(secretField.current);
    setLength(0);
    if (secret === '' || /\s/.test(secret)) {
      secretField.current?.focus();
      setProblem(t('keySpaces'));
      return;
    }
    setProblem(null);
    setStoring(true);
    const failure = await props.store(keyId, secret);
    setStoring(false);
    if (failure === null) props.onDone();
    else setProblem(t('keyFailed', { reason: failure }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  return (
    <div className="key-entry" onKeyDown={onKeyDown}>
      <div className="key-row">
        <span className="key-name">
          <TextField
            aria-label={t('keyName')}
            value={keyId}
            readOnly={props.keyId !== null}
            onChange={setKeyId}
            mono
          />
        </span>
        <span className="grow">
          <SecretField
            ref={secretField}
            label={t('key')}
            placeholder={t('pasteKey')}
            onLength={setLength}
            trailing={
              length === 0 ? null : (
                <span className="t3 xxs nowrap">{t('characters', { count: length })}</span>
              )
            }
          />
        </span>
        <Button
          variant="primary"
          disabledReason={isStoring ? t('storing') : length === 0 ? t('pasteKey') : null}
          onClick={() => void submit()}
        >
          {isStoring ? t('storing') : t('storeAndTest')}
        </Button>
        {props.onCancel === null ? null : (
          <Button
            variant="ghost"
            onClick={() => {
              takeSecret(secretField.current);
              props.onCancel?.();
            }}
          >
            {f('cancel')}
          </Button>
        )}
      </div>
      {problem === null ? (
        <p className="xs t3">{t('keyPromise')}</p>
      ) : (
        <p className="field-message bad" role="alert">
          <Glyph name="bad" />
          {problem}
        </p>
      )}
    </div>
  );
}
