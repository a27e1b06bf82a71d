/** The guide's roads between a payer and a provider, and `none` for what belongs to no road (metadata, discovery). */
export type Approach = 'direct-query' | 'task' | 'push' | 'bulk' | 'none';
