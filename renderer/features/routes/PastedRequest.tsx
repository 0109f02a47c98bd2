import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { RequestFacts } from '../../../shared/domain/request-facts.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { Note } from '../../ui/Note.tsx';

/** The body of a request; main reads it as the gateway would. */
export function PastedRequest(props: {
  readonly onRead: (facts: RequestFacts | null) => void;
}): ReactNode {
  const { onRead } = props;
  const api = useApi();
  const t = useMessages(whichRule);
  const [body, setBody] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  useEffect(() => {
    let isNewest = true;
    if (body.trim() === '') {
      onRead(null);
      return undefined;
    }
    void settled(api.rules.readRequest({ body })).then((reply) => {
      if (!isNewest) return;
      setReason(reply.ok ? null : reply.error.message);
      onRead(reply.ok ? reply.value : null);
    });
    return () => {
      isNewest = false;
    };
  }, [api, body, onRead]);
  return (
    <>
      <textarea
        className="field mono which-body"
        dir="ltr"
        rows={6}
        spellCheck={false}
        aria-label={t('whichBody')}
        placeholder={t('whichBodyHint')}
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      {body.trim() === '' ? <p className="xs t2">{t('whichPasteFirst')}</p> : null}
      {body.trim() === '' || reason === null ? null : (
        <Note tone="bad">{t('whichUnread', { reason })}</Note>
      )}
    </>
  );
}
