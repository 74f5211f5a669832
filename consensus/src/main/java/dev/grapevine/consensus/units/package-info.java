/**
 * Numbers in fixed-point units of 2⁻²⁴: conversion, differences, and the lattice that is laid over them. No floats are
 * added here, and nothing here has state. Start reading at {@link FixedPoint}.
 */
package dev.grapevine.consensus.units;
