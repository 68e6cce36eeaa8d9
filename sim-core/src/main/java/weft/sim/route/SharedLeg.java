package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.sim.fabric.Fabric;

/** A leg of which all between the attachments of its ends is shared with others. */
final class SharedLeg implements Leg {

  private final Fabric fabric;
  private final Attachments up;
  private final Attachments down;
  private final Section section;
  private final int source;
  private final int destination;

  SharedLeg(
      Fabric fabric,
      Attachments up,
      Attachments down,
      Section section,
      int source,
      int destination) {
    this.fabric = fabric;
    this.up = up;
    this.down = down;
    this.section = section;
    this.source = source;
    this.destination = destination;
  }

  @Override
  public int from() {
    return fabric.endpointNode(source);
  }

  @Override
  public int to() {
    return fabric.endpointNode(destination);
  }

  @Override
  public void addCandidates(int node, Direction phase, IntArrayList candidates) {
    for (int i = 0; i < up.links(source); i++) {
      if (fabric.source(up.link(source, i)) == node) {
        candidates.add(up.link(source, i));
        return;
      }
    }
    for (int i = 0; i < down.links(destination); i++) {
      if (fabric.source(down.link(destination, i)) == node) {
        candidates.add(down.link(destination, i));
        return;
      }
    }
    section.addCandidates(this, node, phase, candidates);
  }

  @Override
  public void addChosen(PathChooser flow, IntArrayList path) {
    for (int i = 0; i < up.links(source); i++) {
      path.add(up.link(source, i));
    }
    section.addChosen(this, flow, path);
    for (int i = down.links(destination) - 1; i >= 0; i--) {
      path.add(down.link(destination, i));
    }
  }

  /** The node where the section begins. */
  int first() {
    return up.node(source);
  }

  /** One of the links that leave it. */
  int linkFrom(int place) {
    return up.linkOf(source, place);
  }

  /** One of the links that come to the node where the section ends. */
  int linkTo(int place) {
    return down.linkOf(destination, place);
  }
}
