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
   * Lays the rings of a group, as many as its smallest node has ranks; one if there is one node.
   *
   * @param domains for each rank of the group, the scale-up domain (node) that it is in
   * @param rails for each rank of the group, its rail
   */
  public static RingLayout of(int[] domains, int[] rails) {
    return of(domains, rails, 1, false, AUTOMATIC);
  }

  /**
   * Lays a given number of rings; those beyond the number of rails repeat the first ones.
   *
   * @param domains for each rank of the group, the scale-up domain (node) that it is in
   * @param rails for each rank of the group, its rail
   * @param ports how many ports a NIC has
   * @param mesh whether the ranks of a node are joined to each other without a switch
   * @param wanted number of channels; {@link #AUTOMATIC} for as many as in {@link #of(int[],
   *     int[])} on each port, or in one node that is a mesh as many as share no link
   */
  public static RingLayout of(int[] domains, int[] rails, int ports, boolean mesh, int wanted) {
    List<int[]> nodes = ranksByDomain(domains);
    List<int[]> channels = new ArrayList<>();
    if (nodes.size() == 1) {
      int count = wanted == AUTOMATIC ? (mesh ? MeshRings.closedRings(rails.length) : 1) : wanted;
      for (int channel = 0; channel < count; channel++) {
        channels.add(closedRing(nodes.get(0), mesh, channel));
      }
      return new RingLayout(channels);
    }
    int rings = nodes.stream().mapToInt(node -> node.length).min().orElseThrow();
    int count = wanted == AUTOMATIC ? rings * ports : wanted;
    int channelsOfRing = Math.max(1, Math.min(ports, count / rings));
    for (int channel = 0; channel < count; channel++) {
      channels.add(ring(nodes, rails, mesh, channel / channelsOfRing));
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
        mesh ? MeshRings.closedRing(node.length, channel) : way(node.length, channel % node.length);
    return Arrays.stream(places).map(place -> node[place]).toArray();
  }

  private static int[] ring(List<int[]> nodes, int[] rails, boolean mesh, int channel) {
    IntArrayList ring = new IntArrayList(rails.length);
    int entry = channel % nodes.get(0).length;
    for (int i = 0; i < nodes.size(); i++) {
      int[] node = nodes.get(i);
      if (i > 0) {
        entry = entry(node, nodes.get(i - 1), ring.getInt(ring.size() - 1), rails, channel);
      }
      for (int place : mesh ? MeshRings.way(node.length, entry) : way(node.length, entry)) {
        ring.add(node[place]);
      }
    }
    return ring.toIntArray();
  }

  /** From the entry round to all others, and last to its neighbour. */
  private static int[] way(int ranks, int entry) {
    int exit = ranks % 2 == 0 ? entry ^ 1 : (entry + 1) % ranks;
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
   * Where a channel enters a node: at the rank on the rail of the one before; of several on that
   * rail, at the one that has as many of them before it.
   */
  private static int entry(int[] node, int[] previousNode, int previous, int[] rails, int channel) {
    int[] onRail = onRail(node, rails, rails[previous]);
    if (onRail.length == 0) {
      return channel % node.length;
    }
    int place = 0;
    for (int from : onRail(previousNode, rails, rails[previous])) {
      if (previousNode[from] == previous) {
        return onRail[place % onRail.length];
      }
      place++;
    }
    throw new IllegalStateException("rank " + previous + " is not in its node");
  }

  /** The places of the ranks on a rail. */
  private static int[] onRail(int[] node, int[] rails, int rail) {
    return IntStream.range(0, node.length).filter(at -> rails[node[at]] == rail).toArray();
  }
}
