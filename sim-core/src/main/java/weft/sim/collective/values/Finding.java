package weft.sim.collective.values;

/**
 * Something that is wrong with a schedule.
 *
 * @param kind what
 * @param participant whose it is
 * @param lane of the participant; −1 of a result
 * @param step of the lane; of a result, the output piece that is wrong
 * @param text what is wrong, in words
 */
public record Finding(Kind kind, int participant, int lane, int step, String text) {

  /** What can be wrong. */
  public enum Kind {
    /** A step reads a block that nothing has been written to. */
    EMPTY_BLOCK,
    /** A message has not as many blocks as the step that receives it, or not the same lengths. */
    MISMATCH,
    /** A lane waits for ever. */
    DEADLOCK,
    /** A message is never received. */
    LEFT_OVER,
    /** A rank ends with a wrong value. */
    WRONG_RESULT
  }
}
