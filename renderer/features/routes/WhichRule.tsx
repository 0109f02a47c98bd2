import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { requestKinds, type Rule } from '../../../shared/domain/rule.ts';
import { reasonOf } from '../../../shared/i18n/reasons.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { providerName } from '../../format/provider-name.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/Field.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Mono } from '../../ui/Values.tsx';
import {
  exampleRequest,
  explain,
  factsOf,
  type DescribedRequest,
  type ExplainedRule,
} from './described-request.ts';

/** Describe a request and see every rule's verdict with its reason. Works on the unsaved rules. */
export function WhichRule(props: { readonly rules: readonly Rule[] }): ReactNode {
  const t = useMessages(whichRule);
  const [request, setRequest] = useState(exampleRequest);
  const verdicts = useMemo(
    () => explain(props.rules, factsOf(request, new Date())),
    [props.rules, request],
  );
  const taken = verdicts.find(({ verdict }) => verdict === 'taken');
  return (
    <>
      <h2>{t('which')}</h2>
      <RequestForm request={request} onChange={setRequest} />
      <div className="verdicts" role="list">
        {verdicts.map((explained) => (
          <VerdictRow
            key={explained.rule.id}
            explained={explained}
            takenPlace={taken?.place ?? null}
          />
        ))}
        {taken === undefined ? (
          <div className="verd taken" role="listitem">
            <Glyph name="ok" />
            <span />
            <b className="b">{t('whichNone')}</b>
          </div>
        ) : null}
      </div>
      <p className="xs t3 panel-foot">{t('whichNothingSent')}</p>
    </>
  );
}

function RequestForm(props: {
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

function VerdictRow(props: {
  readonly explained: ExplainedRule;
  readonly takenPlace: number | null;
}): ReactNode {
  const { rule, place, verdict } = props.explained;
  const isQuiet = verdict !== 'taken' && verdict !== 'no-match';
  return (
    <div
      className={classes('verd', verdict === 'taken' && 'taken', isQuiet && 't3')}
      role="listitem"
    >
      <VerdictGlyph verdict={verdict} />
      <span className="num t3">{place}</span>
      <b className="b">
        <bdi>{rule.name ?? rule.id}</bdi>
      </b>
      <span className="w">
        <Reason {...props} />
      </span>
    </div>
  );
}

function VerdictGlyph(props: { readonly verdict: ExplainedRule['verdict'] }): ReactNode {
  if (props.verdict === 'taken') return <Glyph name="ok" />;
  return (
    <svg className="g t3" viewBox="0 0 12 12" aria-hidden="true">
      <path
        d={props.verdict === 'no-match' ? 'M3 3l6 6M9 3L3 9' : 'M3 6h6'}
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </svg>
  );
}

function Reason(props: {
  readonly explained: ExplainedRule;
  readonly takenPlace: number | null;
}): ReactNode {
  const { rule, verdict, decided } = props.explained;
  const t = useMessages(whichRule);
  const language = useLanguage();
  const views = useProviders((state) => state.views);
  switch (verdict) {
    case 'off':
      return t('whichOff');
    case 'off-after':
      return t('whichOffAfter');
    case 'not-asked':
      return t('whichNotAsked', { place: props.takenPlace ?? 0 });
    case 'no-match':
      return reasonOf(decided, language);
    case 'taken': {
      const first = 'targets' in rule.then ? rule.then.targets[0] : undefined;
      if (first !== undefined)
        return (
          <>
            {t('whichMatches')}{' '}
            <Rich
              catalog={whichRule}
              id="whichGoesTo"
              values={{
                target: (
                  <>
                    <Mono>{first.model}</Mono> (<bdi>{providerName(views, first.provider)}</bdi>)
                  </>
                ),
              }}
            />
          </>
        );
      return (
        <>
          {t('whichMatches')} {'native' in rule.then ? t('whichNative') : t('whichRefused')}
        </>
      );
    }
  }
}
