import type { ReactNode } from 'react';
import type { CostLine, CostSummary } from '../../../shared/domain/cost.ts';
import { requestKinds } from '../../../shared/domain/rule.ts';
import {
  costFilter,
  costLineFilter,
  type CostFigure,
} from '../../../shared/domain/figure-filters.ts';
import { costs } from '../../../shared/i18n/costs.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { providerName } from '../../format/provider-name.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders, useRuleName } from '../../stores/context.tsx';
import { useOpenRows } from '../../stores/open-rows.ts';
import { useWidth } from '../../ui/chart/useWidth.ts';
import { FigureLink } from '../../ui/FigureLink.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { State } from '../../ui/State.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Money, Mono, Num, Tokens } from '../../ui/Values.tsx';
import { costsMore, ratioOf, savedNanoUsd, tokensOf, type Grouping } from './selectors.ts';

/** Width (px) from which every column has its place. */
const roomy = 940;

/** One line per model, provider, kind, project or rule, and their total. */
export function CostTable(props: {
  readonly summary: CostSummary;
  readonly groupBy: Grouping;
}): ReactNode {
  const { summary, groupBy } = props;
  const t = useMessages(costs);
  const { ref, width } = useWidth(roomy);
  // In a narrow window the two least telling columns give way, so that names stay whole.
  const isRoomy = width >= roomy;
  const { hasProvider, hasBilling } = extrasOf(groupBy, isRoomy);
  const leading = 1 + (hasProvider ? 1 : 0) + (hasBilling ? 1 : 0);
  const columns = useColumns(groupBy, isRoomy);
  return (
    <div ref={ref}>
      <Table
        label={t('title')}
        columns={columns}
        foot={
          <tr>
            <td colSpan={leading}>{t('total')}</td>
            <Figures
              line={summary.total}
              summary={summary}
              isRoomy={isRoomy}
              filterOf={(figure) => costFilter(summary.from, figure)}
            />
          </tr>
        }
      >
        {summary.lines.map((line, index) => (
          <tr key={`${line.key} ${String(index)}`}>
            <td>
              <KeyCell line={line} groupBy={groupBy} />
            </td>
            {hasProvider ? (
              <td className="t2">
                <ProviderCell id={line.provider} />
              </td>
            ) : null}
            {hasBilling ? (
              <td className="t2">
                <BillingCell line={line} />
              </td>
            ) : null}
            <Figures
              line={line}
              summary={summary}
              isRoomy={isRoomy}
              filterOf={(figure) => costLineFilter(line, groupBy, summary.from, figure)}
            />
          </tr>
        ))}
      </Table>
    </div>
  );
}

function extrasOf(
  groupBy: Grouping,
  isRoomy: boolean,
): { readonly hasProvider: boolean; readonly hasBilling: boolean } {
  const hasProvider = groupBy === 'model';
  return { hasProvider, hasBilling: isRoomy && (hasProvider || groupBy === 'provider') };
}

function useColumns(groupBy: Grouping, isRoomy: boolean): readonly Column[] {
  const t = useMessages(costs);
  const { hasProvider, hasBilling } = extrasOf(groupBy, isRoomy);
  const end = (id: string, label: string, width: string): Column => ({
    id,
    label,
    width,
    align: 'end',
  });
  return [
    { id: 'key', label: t(firstHead[groupBy]) },
    ...(hasProvider
      ? [{ id: 'provider', label: t('byProvider'), width: isRoomy ? '128px' : '96px' }]
      : []),
    ...(hasBilling ? [{ id: 'billing', label: t('colBilling'), width: '84px' }] : []),
    end('requests', t('colRequests'), '76px'),
    end('in', t('colIn'), '70px'),
    ...(isRoomy ? [end('cached', t('colCached'), '70px')] : []),
    end('out', t('colOut'), '66px'),
    end('spent', t('spent'), '92px'),
    end('baseline', t('colBaseline'), '86px'),
    end('ratio', t('colRatio'), '76px'),
    end('saved', t('saved'), '84px'),
  ];
}

const firstHead = {
  model: 'byModel',
  provider: 'byProvider',
  kind: 'byKind',
  project: 'byProject',
  rule: 'byRule',
} as const satisfies Record<Grouping, string>;

function KeyCell(props: { readonly line: CostLine; readonly groupBy: Grouping }): ReactNode {
  const { line, groupBy } = props;
  const t = useMessages(costs);
  const words = useMessages(vocabulary);
  switch (groupBy) {
    case 'model':
      return <Mono title={line.model ?? line.key}>{line.model ?? line.key}</Mono>;
    case 'provider':
      return <ProviderCell id={line.provider ?? line.key} />;
    case 'kind': {
      const kind = requestKinds.find((known) => known === line.key);
      return kind === undefined ? <bdi>{line.key}</bdi> : words(`kind-${kind}`);
    }
    case 'project':
      return line.key === '' ? (
        <span className="t3">{t('noProject')}</span>
      ) : (
        <Mono title={line.key}>{line.key}</Mono>
      );
    case 'rule':
      return line.key === '' ? (
        <span className="t3">{t('noRule')}</span>
      ) : (
        <RuleCell id={line.key} />
      );
  }
}

function ProviderCell(props: { readonly id: string | null }): ReactNode {
  const views = useProviders((state) => state.views);
  if (props.id === null) return '—';
  const name = providerName(views, props.id);
  return <bdi title={name}>{name}</bdi>;
}

function RuleCell(props: { readonly id: string }): ReactNode {
  const name = useRuleName(null, props.id);
  return <bdi title={name ?? undefined}>{name}</bdi>;
}

function BillingCell(props: { readonly line: CostLine }): ReactNode {
  const words = useMessages(vocabulary);
  return words(`basis-${props.line.basis}`);
}

/** What opens the rows that a figure of the line was counted from. */
type FilterOf = (figure: CostFigure) => string | null;

function Figures(props: {
  readonly line: CostLine;
  readonly summary: CostSummary;
  readonly isRoomy: boolean;
  readonly filterOf: FilterOf;
}): ReactNode {
  const { line, summary, filterOf } = props;
  const openRows = useOpenRows();
  const { input, cached, output } = tokensOf(line);
  const estimate = useEstimatedSum(line.estimated);
  return (
    <>
      <td className="end">
        <FigureLink
          filter={filterOf('requests')}
          onOpen={openRows}
          count={line.requests}
          folded={line.folded}
        >
          <Num>{formatCount(line.requests)}</Num>
        </FigureLink>
      </td>
      <td className="end">
        <Tokens count={input} estimate={estimate} />
      </td>
      {props.isRoomy ? (
        <td className="end t2">
          <Tokens count={cached === 0 ? null : cached} />
        </td>
      ) : null}
      <td className="end">
        <Tokens count={output} estimate={estimate} />
      </td>
      <td className="end">
        <SpentCell line={line} estimate={estimate} filterOf={filterOf} />
      </td>
      <td className="end t2">
        <Money
          nanoUsd={line.unpriced === line.requests ? null : line.baselineNanoUsd}
          estimate={estimate}
        />
      </td>
      <td className="end">
        <RatioCell line={line} baselineModel={summary.baselineModel} />
      </td>
      <td className="end">
        <SavedCell line={line} baselineModel={summary.baselineModel} estimate={estimate} />
      </td>
    </>
  );
}

/** An unknown price is named, never shown as nothing; a partly known sum says so. */
function SpentCell(props: {
  readonly line: CostLine;
  readonly estimate: string | null;
  readonly filterOf: FilterOf;
}): ReactNode {
  const { line, estimate, filterOf } = props;
  const t = useMessages(costs);
  const words = useMessages(vocabulary);
  const openRows = useOpenRows();
  const link = (figure: CostFigure, content: ReactNode, label?: string): ReactNode => (
    <FigureLink
      filter={filterOf(figure)}
      onOpen={openRows}
      count={line.requests}
      folded={line.folded}
      label={label}
    >
      {content}
    </FigureLink>
  );
  if (line.unpriced > 0 && line.unpriced === line.requests)
    return link('unpriced', <span className="t3">{words('basis-unpriced')}</span>);
  if (line.basis === 'hardware')
    return link('owned', <span className="t3">{t('seeMachine')}</span>);
  const spent = link('spent', <Money nanoUsd={line.spentNanoUsd} estimate={estimate} />);
  if (line.unpriced === 0) return spent;
  const why = t('partlyUnpriced', { count: line.unpriced });
  return (
    <span className="costs-partly">
      {link('unpriced', <Glyph name="warn" label={why} />, why)}
      {spent}
    </span>
  );
}

function RatioCell(props: { readonly line: CostLine; readonly baselineModel: string }): ReactNode {
  const { line, baselineModel } = props;
  const t = useMessages(costs);
  const ratio = ratioOf(line);
  if (line.model === baselineModel) return <span className="t3">{t('baselineWord')}</span>;
  if (ratio === null) return <Num>—</Num>;
  const text = <Num>{ratio.toFixed(2)}</Num>;
  if (!costsMore(line, baselineModel)) return text;
  return (
    <State glyph="warn" title={t('costsMore')}>
      {text}
    </State>
  );
}

function SavedCell(props: {
  readonly line: CostLine;
  readonly baselineModel: string;
  readonly estimate: string | null;
}): ReactNode {
  const { line } = props;
  if (line.model === props.baselineModel || line.unpriced === line.requests) return <Num>—</Num>;
  return <Money nanoUsd={savedNanoUsd(line)} estimate={props.estimate} />;
}
