import { useId } from 'react';
import type { ReactNode } from 'react';
import { requestKinds } from '../../../shared/domain/rule.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import { useMessages } from '../../i18n.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import type { DescribedRequest } from './described-request.ts';

/** A request in a few words. */
export function RequestForm(props: {
  readonly request: DescribedRequest;
  readonly onChange: (request: DescribedRequest) => void;
}): ReactNode {
  const { request, onChange } = props;
  const t = useMessages(whichRule);
  const words = useMessages(vocabulary);
  const id = useId();
  const text = (key: 'model' | 'tokens' | 'tools' | 'project'): ReactNode => (
    <TextField
      id={`${id}-${key}`}
      mono
      value={request[key]}
      inputMode={key === 'tokens' || key === 'tools' ? 'numeric' : 'text'}
      placeholder={key === 'project' ? '~/src/atlas' : ''}
      onChange={(value) => onChange({ ...request, [key]: value })}
    />
  );
  return (
    <div className="form">
      <label htmlFor={`${id}-kind`}>{t('whichKind')}</label>
      <Select
        id={`${id}-kind`}
        field
        value={request.kind}
        options={requestKinds.map((kind) => ({ value: kind, label: words(`kind-${kind}`) }))}
        onChange={(kind) => onChange({ ...request, kind })}
      />
      <label htmlFor={`${id}-model`}>{t('whichModel')}</label>
      {text('model')}
      <label htmlFor={`${id}-tokens`}>{t('whichTokens')}</label>
      {text('tokens')}
      <label htmlFor={`${id}-tools`}>{t('whichTools')}</label>
      {text('tools')}
      <label htmlFor={`${id}-project`}>{t('whichProject')}</label>
      {text('project')}
      <label id={`${id}-images`}>{t('whichImages')}</label>
      <span>
        <Switch
          small
          labelledBy={`${id}-images`}
          checked={request.images}
          onChange={(images) => onChange({ ...request, images })}
        />
      </span>
    </div>
  );
}
