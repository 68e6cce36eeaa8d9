package weft.sim.run;

/** How much a run checks itself. The result is the same in every mode. */
public enum RunMode {
  /** Nothing. */
  FAST,
  /** At the end: bytes conserved, nothing left over. */
  CHECKED,
  /**
   * Also after every change of rates: no link carries more than it can; and of packets, all the
   * time: none is lost from the books, none overtakes another on its path, a link carries one at a
   * time, buffers keep their sizes.
   */
  AUDIT
}
