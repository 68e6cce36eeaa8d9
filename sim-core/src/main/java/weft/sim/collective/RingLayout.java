package weft.sim.collective;

import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rings as NCCL lays them: one channel for each NIC rail, every node entered and left on a rail.
 *
 * <p>Channel <i>c</i> enters the first node at its GPU <i>c</i>, passes all its GPUs over NVLink,
 * and leaves at the neighbour of the one that it entered at (of an even number of GPUs: 0 and 1, 2
 * and 3, …; of an odd one: the next). It enters each further node on the rail on which it left the
 * one before (where several ranks of a node share a rail, at the corresponding one). So with 8 GPUs
 * a node, all 8 NICs send and receive for exactly one channel, no channel changes its rail between
 * nodes, and with an even number of nodes not even where the ring closes. NCCL does the same by
 * swapping channels c and c xor 1 on every other node (NCCL 2.26, src/graph/connect.cc, "Alternate
 * rings to avoid crossing rails").
 *
 * <p>Nodes are entered and left only at GPUs that reach a NIC by themselves, where some do not,
 * such as those behind a PCIe switch without one; there are as many channels as such GPUs.
 *
 * <p>Where a NIC has several ports, each ring is laid once for each, so that all are used.
 *
 * <p>Where the GPUs of a node are joined directly, the ways through it are those of {@link
 * MeshRings}, which share no link with each other.
 *
 * <p>A group inside one node needs one channel only, unless it is a mesh: in the fluid models a
 * ring over NVLink fills the links of its GPUs by itself.
 */
public final class RingLayout {

  /** As many channels as the group's nodes suggest. */
  public static final int AUTOMATIC = 0;

  private final List<int[]> channels;

  private RingLayout(List<int[]> channels) {
    this.channels = channels;
  }

  /**
   * Lays a given number of rings; those beyond the number of rails repeat the first ones.
   *
   * @param domains for each rank of the group, the scale-up domain (node) that it is in
   * @param rails for each rank of the group, its rail
   * @param leavesAlone for each rank whether it reaches a NIC by itself; one of each node does
   * @param ports how many ports a NIC has
   * @param mesh whether the ranks of a node are joined to each other without a switch
   * @param wanted number of channels; {@link #AUTOMATIC} for as many as the node with fewest has
   *     ranks that reach a NIC, on each port; in one node for one, or if it is a mesh as many as
   *     share no link
   */
  static RingLayout of(
      int[] domains, int[] rails, boolean[] leavesAlone, int ports, boolean mesh, int wanted) {
    List<int[]> nodes = ranksByDomain(domains);
    List<int[]> channels = new ArrayList<>();
    if (nodes.size() == 1) {
      int count = wanted == AUTOMATIC ? (mesh ? MeshRings.closedRings(rails.length) : 1) : wanted;
      for (int channel = 0; channel < count; channel++) {
        channels.add(closedRing(nodes.get(0), mesh, channel));
      }
      return new RingLayout(channels);
    }
    List<int[]> gates = nodes.stream().map(node -> gates(node, leavesAlone)).toList();
    int rings = gates.stream().mapToInt(ofNode -> ofNode.length).min().orElseThrow();
    int count = wanted == AUTOMATIC ? rings * ports : wanted;
    int channelsOfRing = Math.max(1, Math.min(ports, count / rings));
    for (int channel = 0; channel < count; channel++) {
      channels.add(ring(nodes, gates, rails, mesh, channel / channelsOfRing));
    }
    return new RingLayout(channels);
  }

  /**
   * Takes rings that are laid already, as those through a torus are ({@link GridRings}).
   *
   * @param wanted number of channels, those beyond the number of rings repeat the first ones;
   *     {@link #AUTOMATIC} for each ring once
   */
  static RingLayout of(List<int[]> rings, int wanted) {
    int count = wanted == AUTOMATIC ? rings.size() : wanted;
    List<int[]> channels = new ArrayList<>();
    for (int channel = 0; channel < count; channel++) {
      channels.add(rings.get(channel % rings.size()));
    }
    return new RingLayout(channels);
  }

  /** Number of channels. */
  public int channels() {
    return channels.size();
  }

  /** The rank of the group at a position of a channel's ring. */
  public int rank(int channel, int position) {
    return channels.get(channel)[position];
  }

  /** What a channel carries of {@code bytes}: an equal part, the first ones one byte more. */
  public long channelBytes(int channel, long bytes) {
    return bytes / channels() + (channel < bytes % channels() ? 1 : 0);
  }

  private static List<int[]> ranksByDomain(int[] domains) {
    Int2ObjectLinkedOpenHashMap<IntArrayList> nodes = new Int2ObjectLinkedOpenHashMap<>();
    for (int rank = 0; rank < domains.length; rank++) {
      nodes.computeIfAbsent(domains[rank], domain -> new IntArrayList()).add(rank);
    }
    return nodes.values().stream().map(IntArrayList::toIntArray).toList();
  }

  private static int[] closedRing(int[] node, boolean mesh, int channel) {
    int[] places =
        mesh
            ? MeshRings.closedRing(node.length, channel)
            : way(node.length, all(node.length), channel % node.length);
    return Arrays.stream(places).map(place -> node[place]).toArray();
  }

  private static int[] all(int ranks) {
    return IntStream.range(0, ranks).toArray();
  }

  private static int[] ring(
      List<int[]> nodes, List<int[]> gates, int[] rails, boolean mesh, int channel) {
    IntArrayList ring = new IntArrayList(rails.length);
    int entry = gates.get(0)[channel % gates.get(0).length];
    for (int i = 0; i < nodes.size(); i++) {
      int[] node = nodes.get(i);
      if (i > 0) {
        entry = entry(nodes, gates, i, ring.getInt(ring.size() - 1), rails, channel);
      }
      int[] way = mesh ? MeshRings.way(node.length, entry) : way(node.length, gates.get(i), entry);
      for (int place : way) {
        ring.add(node[place]);
      }
    }
    return ring.toIntArray();
  }

  /** The places in a node of the ranks that leave it alone. */
  private static int[] gates(int[] node, boolean[] leavesAlone) {
    return IntStream.range(0, node.length).filter(at -> leavesAlone[node[at]]).toArray();
  }

  /** From the entry round to all others, and last to its neighbour among the gates. */
  private static int[] way(int ranks, int[] gates, int entry) {
    int at = Arrays.binarySearch(gates, entry);
    int exit =
        gates.length == 1
            ? (entry + 1) % ranks
            : gates[gates.length % 2 == 0 ? at ^ 1 : (at + 1) % gates.length];
    int[] places = new int[ranks];
    int count = 0;
    for (int step = 0; step < ranks; step++) {
      int place = (entry + step) % ranks;
      if (place != exit || ranks == 1) {
        places[count++] = place;
      }
    }
    if (ranks > 1) {
      places[count] = exit;
    }
    return places;
  }

  /**
   * Where a channel enters a node: at the gate on the rail of the one before; of several on that
   * rail, at the one that has as many of them before it.
   */
  private static int entry(
      List<int[]> nodes, List<int[]> gates, int node, int previous, int[] rails, int channel) {
    int[] onRail = onRail(nodes.get(node), gates.get(node), rails, rails[previous]);
    if (onRail.length == 0) {
      return gates.get(node)[channel % gates.get(node).length];
    }
    int[] nodeBefore = nodes.get(node - 1);
    int place = 0;
    for (int from : onRail(nodeBefore, gates.get(node - 1), rails, rails[previous])) {
      if (nodeBefore[from] == previous) {
        return onRail[place % onRail.length];
      }
      place++;
    }
    return onRail[0];
  }

  /** The places of the gates on a rail. */
  private static int[] onRail(int[] node, int[] gates, int[] rails, int rail) {
    return Arrays.stream(gates).filter(at -> rails[node[at]] == rail).toArray();
  }
}
