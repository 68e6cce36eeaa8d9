package weft.sim.workload;

import java.util.List;

/**
 * What all ranks do: a role for each rank, and the groups and peers by which roles name partners.
 * Immutable. Built by {@link ProgramBuilder}.
 */
public final class Program {

  private final int[] roleOfRank;

  /** Of each role, its streams. */
  private final List<Ops[]> roles;

  private final List<Groups> groups;
  private final List<Peers> peers;

  Program(int[] roleOfRank, List<Ops[]> roles, List<Groups> groups, List<Peers> peers) {
    this.roleOfRank = roleOfRank;
    this.roles = List.copyOf(roles);
    this.groups = List.copyOf(groups);
    this.peers = List.copyOf(peers);
  }

  /** A partition of (some of) the ranks into groups that run collectives over so many channels. */
  record Groups(String name, int[][] members, int[] groupOfRank, int channels) {}

  /** For each rank, whom it sends to; −1 for nobody. */
  record Peers(String name, int[] peerOfRank) {}

  /** Number of ranks. */
  public int ranks() {
    return roleOfRank.length;
  }

  /** Operations of all ranks and streams. */
  public long operations() {
    long sum = 0;
    for (int role : roleOfRank) {
      for (Ops stream : roles.get(role)) {
        sum += stream.size();
      }
    }
    return sum;
  }

  /** Name of the groups with an index. */
  public String groupsName(int index) {
    return groups.get(index).name();
  }

  /** The streams of a rank. */
  Ops[] streams(int rank) {
    return roles.get(roleOfRank[rank]);
  }

  List<Groups> groups() {
    return groups;
  }

  List<Peers> peers() {
    return peers;
  }

  int maxStreams() {
    return roles.stream().mapToInt(streams -> streams.length).max().orElse(0);
  }
}
