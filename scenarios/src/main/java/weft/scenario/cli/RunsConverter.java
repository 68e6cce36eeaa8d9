package weft.scenario.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import weft.scenario.explain.WhatIf;
import weft.scenario.parse.Quote;

/** An argument to a number of runs; what is none is refused in words. */
final class RunsConverter implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String argument) {
    try {
      return Integer.valueOf(argument);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "%s is no number of runs. Maybe %d.".formatted(Quote.of(argument), WhatIf.MOST_RUNS));
    }
  }
}
