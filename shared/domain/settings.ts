/** What a person prefers; everything else is a record. No secret is ever a setting. */
export interface Settings {
  theme: 'system' | 'light' | 'dark';
  /** The connection in use, shown in the top bar. */
  connectionId: string;
  wireOpen: boolean;
  /** Preferred ports; 0 takes any free one. */
  receiverPort: number;
  sandboxProviderPort: number;
  sandboxPayerPort: number;
  /** Whether the first screen was left once. */
  welcomed: boolean;
}

/** What holds until somebody chooses. */
export const defaultSettings: Settings = {
  theme: 'system',
  connectionId: '',
  wireOpen: false,
  receiverPort: 8443,
  sandboxProviderPort: 8701,
  sandboxPayerPort: 8702,
  welcomed: false,
};
