/** How Claude Code would be, or was, started. The command never shows the secret; it is in the settings file only. */
export interface LaunchPlan {
  readonly folder: string;
  readonly command: string;
  readonly settingsFile: string;
  readonly terminal: string | null;
  readonly claudePath: string | null;
  /** `login`: a subscription or key of the user's own is kept; `token`: our token stands in for it. */
  readonly credential: 'login' | 'token';
  readonly problem:
    'claude-not-found' | 'terminal-not-found' | 'folder-missing' | 'gateway-not-listening' | null;
  /** Settings of the user's that touch the same names; `overrides-launch` means the launch would not reach us. */
  readonly conflicts?: readonly LaunchConflict[];
}

export interface LaunchConflict {
  readonly name: string;
  /** `environment`, or the settings file. */
  readonly where: string;
  readonly effect: 'overrides-launch' | 'overridden-by-launch';
}

export interface LaunchResult {
  readonly started: boolean;
  readonly plan: LaunchPlan;
  readonly detail: string;
}

export interface TerminalChoice {
  readonly id: string;
  readonly name: string;
  readonly available: boolean;
}
