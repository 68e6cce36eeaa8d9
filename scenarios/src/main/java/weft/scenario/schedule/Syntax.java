package weft.scenario.schedule;

/** How a schedule is written. */
enum Syntax {
  /** The XML of MSCCL. */
  XML,
  /** Our own JSON, {@code weft-schedule/1}. */
  JSON
}
