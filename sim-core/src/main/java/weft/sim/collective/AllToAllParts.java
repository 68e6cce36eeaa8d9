package weft.sim.collective;

/** How the all-to-alls of a group are divided if not each member sends as much to each. */
public interface AllToAllParts {

  /** Whether in a group of a shape that comes to equal parts after all. */
  boolean isEven(GroupShape shape);

  /**
   * What each member has for each other, itself included.
   *
   * @param bytes the size of the all-to-all
   */
  PairSizes sizes(GroupShape shape, long bytes);

  /** The same the other way: what came goes back. */
  AllToAllParts back();
}
