import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { RequestFacts } from '../../../shared/domain/request-facts.ts';
import { route } from '../../../shared/domain/route.ts';
import type { Rule, TargetSpec } from '../../../shared/domain/rule.ts';
import { reasonOf } from '../../../shared/i18n/reasons.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import { providerName } from '../../format/provider-name.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { classes } from '../../ui/classes.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { exampleRequest, explain, factsOf, type ExplainedRule } from './described-request.ts';
import { ModelName } from './ModelName.tsx';
import { PastedRequest } from './PastedRequest.tsx';
import { PastRequest } from './PastRequest.tsx';
import { RequestForm } from './RequestForm.tsx';

/** Every rule's verdict on a request that is described, pasted or picked from the past. Works on the unsaved rules. */
export function WhichRule(props: { readonly rules: readonly Rule[] }): ReactNode {
  const t = useMessages(whichRule);
  const [source, setSource] = useState<'describe' | 'paste' | 'past'>('describe');
  const [request, setRequest] = useState(exampleRequest);
  const described = useMemo(() => factsOf(request, new Date()), [request]);
  const [pasted, setPasted] = useState<RequestFacts | null>(null);
  const [past, setPast] = useState<RequestFacts | null>(null);
  const facts = { describe: described, paste: pasted, past }[source];
  return (
    <>
      <h2>{t('which')}</h2>
      <Segment
        label={t('whichHow')}
        value={source}
        choices={[
          { value: 'describe', label: t('whichDescribe') },
          { value: 'paste', label: t('whichPaste') },
          { value: 'past', label: t('whichPast') },
        ]}
        onChange={setSource}
      />
      {source === 'describe' ? <RequestForm request={request} onChange={setRequest} /> : null}
      {source === 'paste' ? <PastedRequest onRead={setPasted} /> : null}
      {source === 'past' ? <PastRequest onRead={setPast} /> : null}
      {facts === null ? null : <Verdicts rules={props.rules} facts={facts} />}
      <p className="xs t3 panel-foot">{t('whichNothingSent')}</p>
    </>
  );
}

function Verdicts(props: {
  readonly rules: readonly Rule[];
  readonly facts: RequestFacts;
}): ReactNode {
  const { rules, facts } = props;
  const t = useMessages(whichRule);
  const views = useProviders((state) => state.views);
  const verdicts = useMemo(() => explain(rules, facts), [rules, facts]);
  const plan = route(facts, { rules: [...rules] }, views);
  const named = plan.rule === null && plan.kind === 'targets' ? plan.targets[0] : undefined;
  const taken = verdicts.find(({ verdict }) => verdict === 'taken');
  if (named !== undefined)
    return (
      <div className="verdicts" role="list">
        <div className="verd taken" role="listitem">
          <Glyph name="ok" />
          <span />
          <b className="b">{t('whichNamed')}</b>
          <span className="w">
            <GoesTo target={named} />
          </span>
        </div>
      </div>
    );
  return (
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
            {t('whichMatches')} <GoesTo target={first} />
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

function GoesTo(props: { readonly target: TargetSpec }): ReactNode {
  const { provider, model } = props.target;
  const views = useProviders((state) => state.views);
  return (
    <Rich
      catalog={whichRule}
      id="whichGoesTo"
      values={{
        target: (
          <>
            <ModelName model={model} /> (<bdi>{providerName(views, provider)}</bdi>)
          </>
        ),
      }}
    />
  );
}
