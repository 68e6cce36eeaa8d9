package weft.sim.workload;

import weft.sim.collective.exec.Communicator;

/**
 * Where the ranks of a program run, and how many each stands for: in a folded run the ranks of the
 * program are classes of ranks.
 */
public interface Representatives {

  /** The endpoint that a rank runs on, or the first of those that it stands for. */
  int endpoint(int rank);

  /** The endpoint to which a rank sends. */
  int receiverEndpoint(int peers, int rank);

  /** How many ranks a rank stands for. */
  int ranks(int rank);

  /** The communicator of a group. */
  Communicator communicator(int groups, int group);

  /** How many groups a group stands for. */
  int groups(int groups, int group);
}
