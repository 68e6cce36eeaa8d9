package weft.sim.run;

import weft.sim.collective.Operation;
import weft.sim.metrics.CollectiveNames;
import weft.sim.workload.Program;
import weft.sim.workload.Representatives;

/** What the collectives of a program are called in reports. */
record ProgramNames(Program program, Representatives ranks) implements CollectiveNames {

  @Override
  public String group(int groups) {
    return program.groupsName(groups);
  }

  @Override
  public String operation(int operation) {
    return Operation.values()[operation].text();
  }

  @Override
  public String algorithm(int groups, int operation, long bytes) {
    return ranks.communicator(groups, 0).algorithm(Operation.values()[operation], bytes);
  }

  @Override
  public double busFactor(int operation, int members) {
    return Operation.values()[operation].busFactor(members);
  }
}
