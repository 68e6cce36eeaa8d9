package weft.sim.workload;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.sim.collective.AllToAllParts;
import weft.sim.collective.KnownTime;
import weft.sim.collective.exec.Communicator;
import weft.sim.collective.exec.Planning;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.Wires;

/** Each rank stands for itself: the communicators of all groups of a program. */
public final class Communicators implements Representatives {

  private final Program program;
  private final int[] endpoints;
  private final Communicator[][] communicators;

  /**
   * Sets up all groups.
   *
   * @param endpoints for each rank, the endpoint that it runs on
   */
  public Communicators(
      Program program,
      int[] endpoints,
      Fabric fabric,
      StepCosts costs,
      Planning planning,
      Wires wires) {
    this.program = program;
    this.endpoints = endpoints;
    communicators = new Communicator[program.groups().size()][];
    for (int index = 0; index < communicators.length; index++) {
      int firstFlow = (program.groups().get(index).number() + 1) * ProgramBuilder.MAX_CHANNELS;
      int channels = program.groups().get(index).channels();
      AllToAllParts parts = program.groups().get(index).parts();
      KnownTime time = program.groups().get(index).time();
      communicators[index] =
          Arrays.stream(program.groups().get(index).members())
              .map(members -> Arrays.stream(members).map(rank -> endpoints[rank]).toArray())
              .map(
                  members ->
                      new Communicator(
                          wires, fabric, planning, costs, members, firstFlow, channels, parts,
                          time))
              .toArray(Communicator[]::new);
    }
    Set<Object> expected = new HashSet<>();
    program.visitCollectives(
        (partition, operation, bytes, times) -> {
          if (expected.add(List.of(partition, operation, bytes))) {
            for (Communicator communicator : communicators[partition]) {
              communicator.expect(operation, bytes);
            }
          }
        });
  }

  /** Whether a library chooses how some group does its collectives, and at which costs. */
  public boolean arePlanned() {
    return Arrays.stream(communicators).flatMap(Arrays::stream).anyMatch(Communicator::isPlanned);
  }

  @Override
  public int endpoint(int rank) {
    return endpoints[rank];
  }

  @Override
  public int receiverEndpoint(int peers, int rank) {
    return endpoints[program.peer(peers, rank)];
  }

  @Override
  public int ranks(int rank) {
    return 1;
  }

  @Override
  public Communicator communicator(int groups, int group) {
    return communicators[groups][group];
  }

  @Override
  public int groups(int groups, int group) {
    return 1;
  }
}
