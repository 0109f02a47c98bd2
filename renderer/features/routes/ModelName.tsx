import type { ReactNode } from 'react';
import { AS_ASKED } from '../../../shared/domain/rule.ts';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { useMessages } from '../../i18n.tsx';
import { Mono } from '../../ui/Values.tsx';

/** A target's model; `*` stands for the one that the client asked for and reads so. */
export function ModelName(props: { readonly model: string }): ReactNode {
  const t = useMessages(ruleEditor);
  if (props.model === AS_ASKED) return <span>{t('asAsked')}</span>;
  return <Mono>{props.model}</Mono>;
}
