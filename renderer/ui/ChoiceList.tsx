import { useId } from 'react';
import type { ReactNode } from 'react';

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  /** One line on what it does, or what it needs. */
  readonly text: ReactNode;
  readonly isMissing: boolean;
}

/** One of a few, each with a line that explains it. What cannot be had stays to be read. */
export function ChoiceList<Id extends string>(props: {
  readonly legend: string;
  readonly choices: readonly Choice<Id>[];
  readonly chosen: Id | null;
  readonly onChoose: (id: Id) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="choice-list">
      <legend className="xs t2">{props.legend}</legend>
      {props.choices.map((choice) => (
        <label key={choice.id} className="choice-card" data-missing={choice.isMissing}>
          <input
            type="radio"
            name={name}
            checked={choice.id === props.chosen}
            disabled={choice.isMissing}
            onChange={() => props.onChoose(choice.id)}
          />
          <span>
            <b className="b">{choice.label}</b>
            <span className="xs t2 choice-line">{choice.text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
