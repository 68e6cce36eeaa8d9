package weft.scenario.schedule;

import weft.scenario.parse.Position;
import weft.sim.collective.values.Finding;

/** Where the parts of a schedule were written, and what is said there of what went wrong. */
interface Written {

  /** Where a rank was written. */
  Position rank(int rank);

  /** The name of a piece of a rank's output, as the file counts them. */
  default String output(int piece) {
    return "chunk " + piece;
  }

  /** Where a step was written that something is wrong with. */
  Position step(Finding finding);

  /** What is wrong with a step, in words, with its name in front. */
  String text(Finding finding);

  /** Whether it says nothing beside others, as it follows from them. */
  default boolean follows(Finding finding) {
    return false;
  }
}
