/**
 * Who gave a request up stands in its error code. Earlier versions said `client-gone` of every such request and told the
 * user's own cancel by the words alone; of quiet folders these words were not kept, so there nobody knows. What was under
 * way when the app crashed was called cut, as if its upstream had broken off.
 */
export const cancelCauses0008 = {
  version: 8,
  sql: `
    UPDATE exchanges SET error_code = 'cancelled-here',
      attempt_records = replace(replace(attempt_records,
        '"errorCode":"client-gone"', '"errorCode":"cancelled-here"'),
        '"errorMessage":"The client went away"', '"errorMessage":"Cancelled in Switchyard"')
      WHERE state = 'cancelled' AND error_message = 'Cancelled in Switchyard';
    UPDATE exchanges SET error_code = NULL
      WHERE state = 'cancelled' AND error_code = 'client-gone' AND error_message IS NULL;
    UPDATE exchanges SET error_code = 'gateway-stopping'
      WHERE state = 'cut' AND error_code = 'truncated'
        AND error_message = 'Switchyard ended before this request did; how it ended is not known.';
  `,
} as const;
