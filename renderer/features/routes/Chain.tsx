import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { AS_ASKED, type Action, type TargetSpec } from '../../../shared/domain/rule.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { providerName } from '../../format/provider-name.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { TargetChip } from '../../ui/Chip.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { Num } from '../../ui/Values.tsx';

/** Where a rule sends, after its arrow: targets in order, native, or refuse. */
export function Chain(props: { readonly action: Action }): ReactNode {
  const { action } = props;
  return (
    <span className="chain">
      <Icon name="arrow" size="small" />
      {'targets' in action ? (
        <Targets targets={action.targets} isWeighted={action.strategy === 'weighted'} />
      ) : 'native' in action ? (
        <NativeTarget />
      ) : (
        <RefuseChip message={action.refuse} />
      )}
    </span>
  );
}

function Targets(props: {
  readonly targets: readonly TargetSpec[];
  readonly isWeighted: boolean;
}): ReactNode {
  const t = useMessages(routes);
  const e = useMessages(ruleEditor);
  const views = useProviders((state) => state.views);
  const isLoaded = useProviders((state) => state.loaded);
  const { targets, isWeighted } = props;
  const whole = targets.reduce((sum, target) => sum + (target.weight ?? 1), 0);
  return targets.map((target, index) => {
    const isUnknown = isLoaded && !views.some((view) => view.id === target.provider);
    const share = `${String(Math.round(((target.weight ?? 1) / whole) * 100))}%`;
    return (
      <Fragment key={index}>
        {index > 0 && !isWeighted ? <span className="t3 xxs">{t('then')}</span> : null}
        <TargetChip
          provider={providerName(views, target.provider)}
          model={target.model === AS_ASKED ? e('asAsked') : target.model}
          unknown={isUnknown}
          {...(isWeighted ? { extra: <Num>{share}</Num> } : {})}
          {...(isUnknown ? { extra: t('unknownProvider') } : {})}
        />
      </Fragment>
    );
  });
}

function NativeTarget(): ReactNode {
  const t = useMessages(routes);
  return (
    <span className="chip line">
      <ProviderMark name="Anthropic" size="small" />
      {t('asItIs')}
    </span>
  );
}

function RefuseChip(props: { readonly message: string }): ReactNode {
  const t = useMessages(routes);
  return (
    <span className="chip line" title={props.message}>
      <Glyph name="stop" />
      {t('refuse')}
    </span>
  );
}
