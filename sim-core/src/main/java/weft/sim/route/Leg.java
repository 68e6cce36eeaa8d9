package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The cheapest paths from one endpoint to another, over no third one. */
interface Leg {

  /** The node where the paths start. */
  int from();

  /** The node where they end. */
  int to();

  /**
   * Adds the links by which a cheapest path can go on: those up, those on the level, those down.
   *
   * @param phase the direction of the link by which it came; up at its start
   */
  void addCandidates(int node, Direction phase, IntArrayList candidates);

  /** Adds the links that a flow chooses, from the start to the end. */
  void addChosen(PathChooser flow, IntArrayList path);
}
