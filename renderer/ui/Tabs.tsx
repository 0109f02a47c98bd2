import { useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { moveFocus } from './Menu.tsx';
import type { Choice } from './Segment.tsx';

/** Tabs with one stop for the Tab key; left and right move in reading direction. The panel is the caller's child. */
export function Tabs<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly tabs: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
  readonly children?: ReactNode;
}): ReactNode {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { value, tabs } = props;
  return (
    <>
      <div
        ref={list}
        className="tabs"
        role="tablist"
        aria-label={props.label}
        onKeyDown={(event) => {
          moveFocus(event, list.current, '[role="tab"]', 'horizontal')?.click();
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-selected={tab.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.value === value ? 0 : -1}
            className={classes(tab.value === value && 'on')}
            onClick={() => props.onChange(tab.value)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {props.children === undefined ? null : (
        <div
          className="tab-panel"
          role="tabpanel"
          // Whatever is in it may be longer than it is high, and holds nothing that takes the focus.
          tabIndex={0}
          id={`${id}-panel`}
          aria-labelledby={`${id}-${value}`}
        >
          {props.children}
        </div>
      )}
    </>
  );
}
