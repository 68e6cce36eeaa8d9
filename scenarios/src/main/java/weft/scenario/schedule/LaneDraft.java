package weft.scenario.schedule;

/**
 * A lane (MSCCL: thread block) as it was written.
 *
 * @param id its number
 * @param item where and how it was written
 * @param send rank that it sends to; −1 if to none
 * @param receive rank that it receives from; −1 if from none
 * @param channel that it uses
 */
record LaneDraft(int id, Item item, int send, int receive, int channel) {}
